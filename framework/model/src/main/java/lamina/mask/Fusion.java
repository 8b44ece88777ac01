package lamina.mask;

import ai.djl.ndarray.NDArray;
import java.util.OptionalInt;
import lamina.model.attention.Chunk;

/** How a mask meets the scores, before the softmax. One implementation a file. */
interface Fusion {
  /**
   * The fused scores, (B, H, rows, Nk).
   *
   * @param scores (B, H, rows, Nk), already divided by sqrt(dk)
   * @param mask M, (B, 1, rows, Nk), the same for all heads
   */
  NDArray fuse(Chunk chunk, NDArray scores, NDArray mask);

  /**
   * The width of features whose dot product is the fused score under a mask of low rank; empty
   * where there are none.
   *
   * @param headWidth dk
   * @param rank h
   */
  default OptionalInt featureWidth(int headWidth, int rank) {
    return OptionalInt.empty();
  }

  /**
   * The features of queries, or of keys, (B, H, N, F).
   *
   * @param x the queries, already divided by sqrt(dk), or the keys, (B, H, N, dk)
   * @param factors the mask's factors for them, (B or 1, N, h + 1)
   */
  default NDArray features(NDArray x, NDArray factors) {
    throw new IllegalArgumentException("this fusion has no features: " + this);
  }
}
