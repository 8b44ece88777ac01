package lamina.model.language;

import ai.djl.ndarray.NDArray;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.Pass;

/** X / sqrt(mean X² + epsilon), scaled (Zhang and Sennrich, arXiv 1910.07467): (…, D). */
final class RmsNorm {
  private final Declaration.Tensor gain;
  private final double epsilon;

  RmsNorm(Declaration declare, int width, double epsilon) {
    this.gain = declare.tensor("weight", Initializer.constant(1), width);
    this.epsilon = epsilon;
  }

  NDArray forward(Pass pass, NDArray x) {
    int[] last = {x.getShape().dimension() - 1};
    NDArray mean = x.square().mean(last, true);
    return x.div(mean.add(pass.scalar(epsilon)).sqrt()).mul(pass.get(gain));
  }
}
