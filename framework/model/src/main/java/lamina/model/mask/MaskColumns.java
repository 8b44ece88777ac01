package lamina.model.mask;

import ai.djl.ndarray.NDArray;
import lamina.model.Pass;

/** The last layer of the mask's MLP: what gives M its columns. */
interface MaskColumns {
  /**
   * M before the parametrisation, (B, Nq, Nk).
   *
   * @param h last hidden activations, (B, Nq, h)
   * @param y the key tokens, (B, Nk, D)
   */
  NDArray forward(Pass pass, NDArray h, NDArray y);
}
