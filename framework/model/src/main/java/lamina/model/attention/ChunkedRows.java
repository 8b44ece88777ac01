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
    Mask kept = attached(input.mask(), owner);
    return (reader, from, to) -> attached(kept, reader).rows(from, to).matrix();
  }

  /** The same mask under handles of its own, which no gradient flows through. */
  private static Mask attached(Mask mask, NDManager owner) {
    return mask.map(
        array -> {
          NDArray handle = array.stopGradient();
          handle.attach(owner);
          return handle;
        });
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
