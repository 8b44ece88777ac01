package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import lamina.model.Pass;
import org.jspecify.annotations.Nullable;

/** S + M. As features: [q, H, 1] · [k, C, b]. */
public final class Add implements Fusion {
  @Override
  public NDArray fuse(Pass pass, NDArray scores, NDArray mask, @Nullable NDArray seen) {
    return scores.add(mask);
  }

  @Override
  public Features features(Pass pass, NDArray q, NDArray k, LowRank mask) {
    return new Features(
        append(q, mask.queryFactors(pass)), append(k, mask.keyFactors(k.getShape().get(2))));
  }

  /** Every head's features, and then the mask's, which are the same for all heads. */
  private static NDArray append(NDArray x, NDArray factors) {
    Shape shape = x.getShape();
    NDArray ofEveryHead =
        factors
            .expandDims(1)
            .broadcast(shape.get(0), shape.get(1), shape.get(2), factors.getShape().get(2));
    return NDArrays.concat(new NDList(x, ofEveryHead), 3);
  }
}
