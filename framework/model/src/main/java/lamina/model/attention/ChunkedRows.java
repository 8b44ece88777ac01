package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.Consumer;
import lamina.model.AttentionRows;
import lamina.model.Pass;

/** Rows that are computed when they are looked at, and closed afterwards. */
final class ChunkedRows implements AttentionRows {
  private final Pass pass;
  private final AttentionInput input;
  private final MaterialisedAttention exact;

  ChunkedRows(Pass pass, AttentionInput input, Fusion fusion) {
    this.pass = pass;
    this.input = input;
    this.exact = new MaterialisedAttention(fusion, 0);
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
    return input.mask() != null;
  }

  @Override
  public void forEach(Look look) {
    chunks(
        rows ->
            look.at(
                rows.mask() == null ? null : rows.mask().matrix(),
                exact.probabilities(pass, rows)));
  }

  @Override
  public void forEachOfMask(LookAtMask look) {
    if (isMasked()) {
      chunks(rows -> look.at(rows.mask().matrix()));
    }
  }

  @Override
  public KeptMask keepMask(NDManager owner) {
    if (!isMasked()) {
      throw new IllegalStateException("plain attention has no mask to keep");
    }
    Mask kept = input.mask().map(array -> copied(array, owner));
    return (reader, from, to) -> kept.map(array -> handle(array, reader)).rows(from, to).matrix();
  }

  /** Factors may be views of parameters, whose memory goes with the parameters. */
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

  private void chunks(Consumer<AttentionInput> look) {
    long rows =
        ChunkedAttention.rowsOfAChunk(input.scoresOfAQuery(), ChunkedAttention.CHUNK_SCORES);
    for (long from = 0; from < input.queries(); from += rows) {
      try (NDManager owner = pass.manager().newSubManager()) {
        long to = Math.min(input.queries(), from + rows);
        look.accept(input.attachedTo(owner).rows(from, to));
      }
    }
  }
}
