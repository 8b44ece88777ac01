package lamina.model;

/** Sees what happens inside the attention of every layer. */
public interface Observer {
  /** Looks away, at no cost. */
  Observer NOBODY = new Observer() {};

  /**
   * Attention was computed.
   *
   * @param layer from 0
   * @param rows its mask and probabilities, computed only where they are looked at
   */
  default void attention(int layer, AttentionRows rows) {}
}
