package lamina.model;

import ai.djl.ndarray.NDArray;

/** Sees what happens inside the attention of every layer. */
public interface Observer {
  /** Looks away, at no cost. */
  Observer NOBODY = new Observer() {};

  /**
   * Attention was computed.
   *
   * @param layer from 0
   * @param rows its mask and weights, computed only where they are looked at
   */
  default void attention(int layer, AttentionRows rows) {}

  /**
   * What multiplies the values, in a pass that {@link Pass#explaining explains}: an observer may
   * answer the sum with a leaf of zeros, whose gradient is then that of the weights.
   *
   * @param layer from 0
   * @param weights (B, H, Nq, Nk)
   */
  default NDArray weights(int layer, NDArray weights) {
    return weights;
  }

  /**
   * The same of every head's attended values, before heads are joined.
   *
   * @param contexts (B, H, Nq, dv)
   */
  default NDArray contexts(int layer, NDArray contexts) {
    return contexts;
  }
}
