package lamina.mask;

import ai.djl.ndarray.NDArray;
import lamina.model.attention.Chunk;

/**
 * (S - min S of the row) * M. Without the shift a negative score times a small M rises above a
 * negative score times a large one. The minimum is taken over the keys that may be seen, and needs
 * the whole row: there are no features whose dot product it is.
 */
final class MultiplyShifted implements Fusion {
  private static final double ABOVE_ANY_SCORE = 1e30;
  private static final int[] KEYS = {3};

  @Override
  public NDArray fuse(Chunk chunk, NDArray scores, NDArray mask) {
    NDArray candidates = chunk.orElse(scores, ABOVE_ANY_SCORE);
    return scores.sub(candidates.min(KEYS, true)).mul(mask);
  }
}
