package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import lamina.model.Pass;
import org.jspecify.annotations.Nullable;

/**
 * S * M, as the paper has it: a negative M turns the order of scores around. As features: all
 * products of a value of q with one of [H, 1], and of k with [C, b].
 */
public final class Multiply implements FeatureFusion {
  @Override
  public NDArray fuse(Pass pass, NDArray scores, NDArray mask, @Nullable NDArray seen) {
    return scores.mul(mask);
  }

  @Override
  public NDArray features(NDArray x, NDArray factors) {
    Shape shape = x.getShape();
    NDArray products = x.expandDims(4).mul(factors.expandDims(1).expandDims(3));
    return products.reshape(shape.get(0), shape.get(1), shape.get(2), -1);
  }
}
