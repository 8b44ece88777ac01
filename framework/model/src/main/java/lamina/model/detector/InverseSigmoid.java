package lamina.model.detector;

import ai.djl.ndarray.NDArray;
import lamina.model.Pass;

/** log(x / (1 - x)) for x in (0, 1), where neither part is taken below 0.001. */
final class InverseSigmoid {
  private static final double LEAST = 1e-3;

  private InverseSigmoid() {}

  static NDArray of(Pass pass, NDArray x) {
    NDArray least = pass.scalar(LEAST);
    return x.maximum(least).div(pass.scalar(1).sub(x).maximum(least)).log();
  }
}
