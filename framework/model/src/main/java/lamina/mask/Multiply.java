package lamina.mask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.OptionalInt;
import lamina.model.attention.Chunk;

/**
 * S * M, as the paper has it: a negative M turns the order of scores around. As features: all
 * products of a value of q with one of [H, 1], and of k with [C, b].
 */
final class Multiply implements Fusion {
  @Override
  public NDArray fuse(Chunk chunk, NDArray scores, NDArray mask) {
    return scores.mul(mask);
  }

  @Override
  public OptionalInt featureWidth(int headWidth, int rank) {
    return OptionalInt.of(headWidth * (rank + 1));
  }

  @Override
  public NDArray features(NDArray x, NDArray factors) {
    Shape shape = x.getShape();
    NDArray products = x.expandDims(4).mul(factors.expandDims(1).expandDims(3));
    return products.reshape(shape.get(0), shape.get(1), shape.get(2), -1);
  }
}
