package lamina.model.attention;

import ai.djl.ndarray.NDArray;

/**
 * A fusion whose fused scores under a low-rank mask are dot products of features of the queries and
 * of the keys.
 */
public interface FeatureFusion extends Fusion {
  /**
   * The features of queries, or of keys, (B, H, N, F).
   *
   * @param x the queries, already divided by sqrt(dk), or the keys, (B, H, N, dk)
   * @param factors the mask's factors for them, (B or 1, N, h + 1)
   */
  NDArray features(NDArray x, NDArray factors);
}
