package lamina.mask;

import ai.djl.ndarray.NDArray;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.Linear;
import lamina.model.Pass;

/**
 * Columns are the key tokens: M = H P(Y)ᵀ / sqrt(h) + b, with P a linear layer from D to h and b
 * one number. Works for any length.
 */
final class ContentColumns implements MaskColumns {
  private final Linear projection;
  private final Declaration.Tensor offset;
  private final double scale;

  ContentColumns(Declaration declare, int hidden, int width, Start start) {
    boolean zero = start.initialisation() == MaskInitialisation.IDENTITY;
    this.projection =
        new Linear(
            declare.in("keys"),
            width,
            hidden,
            start.weights(width),
            zero ? Initializer.constant(0) : start.biases(width));
    this.offset = declare.tensor("offset", start.offset(), 1);
    this.scale = 1 / Math.sqrt(hidden);
  }

  @Override
  public LowRank forward(Pass pass, NDArray h, NDArray y) {
    NDArray keys = projection.forward(pass, y).mul(pass.scalar(scale));
    return new LowRank(h, keys, pass.get(offset));
  }
}
