package lamina.mechanism;

import ai.djl.ndarray.NDArray;
import lamina.model.Pass;
import lamina.model.attention.Side;

/** The sides of an encoder's layers in one forward pass. */
@FunctionalInterface
public interface LayerSides {
  /** No sides. */
  LayerSides NONE = (pass, layer, x, y) -> Side.NONE;

  /**
   * The side of a layer.
   *
   * @param layer from 0, in rising order
   * @param x what the layer projects its queries from, (B, Nq, D)
   * @param y what the layer projects its keys from, (B, Nk, D); the same object as x in
   *     self-attention
   */
  Side at(Pass pass, int layer, NDArray x, NDArray y);
}
