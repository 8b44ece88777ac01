package lamina.model.mask;

import ai.djl.ndarray.NDArray;
import lamina.model.Pass;
import lamina.model.attention.Mask;
import org.jspecify.annotations.Nullable;

/** The masks of an encoder's layers in one forward pass. */
@FunctionalInterface
public interface LayerMasks {
  /**
   * The mask of a layer, M (B, Nq, Nk), or null for none.
   *
   * @param layer from 0, in rising order
   * @param x what the layer projects its queries from, (B, Nq, D)
   * @param y what the layer projects its keys from, (B, Nk, D)
   */
  @Nullable Mask at(Pass pass, int layer, NDArray x, NDArray y);
}
