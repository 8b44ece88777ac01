package lamina.mask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.OptionalInt;
import lamina.model.attention.Chunk;

/** S + M. As features: [q, H, 1] · [k, C, b]. */
final class Add implements Fusion {
  @Override
  public NDArray fuse(Chunk chunk, NDArray scores, NDArray mask) {
    return scores.add(mask);
  }

  @Override
  public OptionalInt featureWidth(int headWidth, int rank) {
    return OptionalInt.of(headWidth + rank + 1);
  }

  @Override
  public NDArray features(NDArray x, NDArray factors) {
    Shape shape = x.getShape();
    NDArray ofEveryHead =
        factors
            .expandDims(1)
            .broadcast(shape.get(0), shape.get(1), shape.get(2), factors.getShape().get(2));
    return NDArrays.concat(new NDList(x, ofEveryHead), 3);
  }
}
