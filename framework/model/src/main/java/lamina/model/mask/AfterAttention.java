package lamina.model.mask;

import ai.djl.ndarray.NDArray;
import lamina.model.Pass;

/** What is done to what a layer's attention gives, before the residual: (B, N, D) to (B, N, D). */
@FunctionalInterface
public interface AfterAttention {
  NDArray forward(Pass pass, int layer, NDArray attended);
}
