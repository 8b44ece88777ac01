package lamina.mask;

import ai.djl.ndarray.NDArray;
import lamina.model.Pass;

/** The last layer of the mask's MLP: what gives M its columns. */
interface MaskColumns {
  /**
   * M (B, Nq, Nk) before the parametrisation.
   *
   * @param h last hidden activations, (B, Nq, h)
   * @param y the key tokens, (B, Nk, D)
   */
  LowRank forward(Pass pass, NDArray h, NDArray y);
}
