package lamina.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Normalises every token to mean 0 and variance 1, then scales and shifts (arXiv 1607.06450). */
public final class LayerNorm {
  /** PyTorch's. */
  public static final double EPSILON = 1e-5;

  private final Shape width;
  private final float epsilon;
  private final Declaration.Tensor gain;
  private final Declaration.Tensor offset;

  public LayerNorm(Declaration declare, int width) {
    this(declare, width, EPSILON);
  }

  /**
   * The same with another epsilon.
   *
   * @param epsilon added to the variance
   */
  public LayerNorm(Declaration declare, int width, double epsilon) {
    this.epsilon = (float) epsilon;
    this.width = new Shape(width);
    this.gain = declare.tensor("gain", Initializer.constant(1), width);
    this.offset = declare.tensor("offset", Initializer.constant(0), width);
  }

  public NDArray forward(Pass pass, NDArray x) {
    return ai.djl.nn.norm.LayerNorm.layerNorm(x, width, pass.get(gain), pass.get(offset), epsilon)
        .head();
  }
}
