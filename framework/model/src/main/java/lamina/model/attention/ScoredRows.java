package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import lamina.config.Traits;
import lamina.model.AttentionRows;
import lamina.model.Declaration;
import lamina.model.Pass;

/** Rows that are computed when they are looked at, and closed afterwards. */
public final class ScoredRows implements AttentionRows {
  private final Pass pass;
  private final AttentionInput input;
  private final Traits traits;
  private final MaterialisedAttention exact;

  public ScoredRows(Pass pass, AttentionInput input, Steps steps, Traits traits) {
    this.pass = pass;
    this.input = input;
    this.traits = traits;
    this.exact = new MaterialisedAttention(steps, 0);
  }

  @Override
  public long examples() {
    return input.q().getShape().get(0);
  }

  @Override
  public long queries() {
    return input.queries();
  }

  @Override
  public long keys() {
    return input.keys();
  }

  @Override
  public boolean isMasked() {
    return traits.mask();
  }

  @Override
  public Traits.Weights weights() {
    return traits.weights();
  }

  @Override
  public void forEach(Look look) {
    chunks(chunk -> look.at(isMasked() ? mask(chunk) : null, exact.weights(chunk)));
  }

  @Override
  public void forEachOfMask(LookAtMask look) {
    if (isMasked()) {
      chunks(chunk -> look.at(mask(chunk)));
    }
  }

  private NDArray mask(Chunk chunk) {
    return Objects.requireNonNull(
        exact.steps().mask(chunk), "a mechanism with the trait mask must say what its mask is");
  }

  @Override
  public KeptMask keepMask(NDManager owner) {
    if (!isMasked()) {
      throw new IllegalStateException("plain attention has no mask to keep");
    }
    AttentionInput kept =
        new AttentionInput(
            owner.zeros(new Shape(1, 1, queries(), 1)),
            owner.zeros(new Shape(1, 1, keys(), 1)),
            owner.zeros(new Shape(1, 1, keys(), 1)),
            input.side().map(array -> copied(array, owner)),
            Visible.ALL,
            input.kinds(),
            input.layer());
    Map<Declaration.Tensor, NDArray> tensors = new HashMap<>();
    try (NDManager once = pass.manager().newSubManager()) {
      AttentionInput first = kept.map(array -> handle(array, once)).rows(0, 1);
      mask(
          new Chunk(
              pass,
              once,
              exact.steps(),
              first,
              tensor ->
                  handle(tensors.computeIfAbsent(tensor, t -> copied(pass.get(t), owner)), once)));
    }
    return (reader, from, to) ->
        mask(
            new Chunk(
                pass,
                reader,
                exact.steps(),
                kept.map(array -> handle(array, reader)).rows(from, to),
                tensor -> handle(tensors.get(tensor), reader)));
  }

  /** Arrays may be views of parameters, whose memory goes with the parameters. */
  private static NDArray copied(NDArray array, NDManager owner) {
    try (NDArray view = array.stopGradient()) {
      NDArray copy = view.duplicate();
      copy.attach(owner);
      return copy;
    }
  }

  private static NDArray handle(NDArray array, NDManager owner) {
    NDArray handle = array.stopGradient();
    handle.attach(owner);
    return handle;
  }

  private void chunks(Consumer<Chunk> look) {
    long fitting =
        ChunkedAttention.rowsOfAChunk(input.scoresOfAQuery(), ChunkedAttention.CHUNK_SCORES);
    long rows = traits.rows() == Traits.Rows.WHOLE ? input.queries() : fitting;
    for (long from = 0; from < input.queries(); from += rows) {
      try (NDManager owner = pass.manager().newSubManager()) {
        long to = Math.min(input.queries(), from + rows);
        AttentionInput part = input.attachedTo(owner).rows(from, to);
        look.accept(
            new Chunk(
                pass,
                owner,
                exact.steps(),
                part,
                tensor -> AttentionInput.attached(pass.get(tensor), owner)));
      }
    }
  }
}
