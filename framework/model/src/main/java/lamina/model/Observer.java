package lamina.model;

import ai.djl.ndarray.NDArray;

/** Sees what happens inside the attention of every layer. */
public interface Observer {
  /** Looks away, at no cost. */
  Observer NOBODY = new Observer() {};

  /**
   * A mask was computed.
   *
   * @param mask M, (B, Nq, Nk)
   */
  default void mask(int layer, NDArray mask) {}

  /**
   * Attention was computed.
   *
   * @param probabilities (B, H, Nq, Nk)
   */
  default void attention(int layer, NDArray probabilities) {}
}
