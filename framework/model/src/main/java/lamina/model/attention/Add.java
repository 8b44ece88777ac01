package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import lamina.model.Pass;
import org.jspecify.annotations.Nullable;

/** S + M. As features: [q, H, 1] · [k, C, b]. */
public final class Add implements FeatureFusion {
  @Override
  public NDArray fuse(Pass pass, NDArray scores, NDArray mask, @Nullable NDArray seen) {
    return scores.add(mask);
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
