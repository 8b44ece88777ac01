package lamina.model;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/** Y = X Wᵀ + b, or X Wᵀ alone: X (…, in), W (out, in), b (out), Y (…, out). */
public final class Linear {
  private final Declaration.Tensor weight;
  private final Declaration.@Nullable Tensor bias;

  private Linear(Declaration.Tensor weight, Declaration.@Nullable Tensor bias) {
    this.weight = weight;
    this.bias = bias;
  }

  public Linear(Declaration declare, int in, int out, Initializer weight, Initializer bias) {
    this(declare.tensor("weight", weight, out, in), declare.tensor("bias", bias, out));
  }

  /** Without b. */
  public static Linear withoutBias(Declaration declare, int in, int out, Initializer weight) {
    return new Linear(declare.tensor("weight", weight, out, in), null);
  }

  /** Started as PyTorch's Linear. */
  public Linear(Declaration declare, int in, int out) {
    this(declare, in, out, Initializer.fanIn(in), Initializer.fanIn(in));
  }

  public NDArray forward(Pass pass, NDArray x) {
    NDArray offset = bias == null ? null : pass.get(bias);
    return ai.djl.nn.core.Linear.linear(x, pass.get(weight), offset).head();
  }
}
