package lamina.model;

import ai.djl.ndarray.NDArray;

/** Y = X Wᵀ + b: X (…, in), W (out, in), b (out), Y (…, out). */
public final class Linear {
  private final Declaration.Tensor weight;
  private final Declaration.Tensor bias;

  public Linear(Declaration declare, int in, int out, Initializer weight, Initializer bias) {
    this.weight = declare.tensor("weight", weight, out, in);
    this.bias = declare.tensor("bias", bias, out);
  }

  /** Started as PyTorch's Linear. */
  public Linear(Declaration declare, int in, int out) {
    this(declare, in, out, Initializer.fanIn(in), Initializer.fanIn(in));
  }

  public NDArray forward(Pass pass, NDArray x) {
    return ai.djl.nn.core.Linear.linear(x, pass.get(weight), pass.get(bias)).head();
  }
}
