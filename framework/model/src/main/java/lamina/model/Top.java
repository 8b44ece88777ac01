package lamina.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** The greatest values of rows: a choice, and so without a gradient. */
public final class Top {
  private Top() {}

  /**
   * Which of a row's values are its k greatest; of equal ones those with the lower index.
   *
   * @param x (…, n); minus infinity is chosen last
   * @param k at least 1; more than n are n
   * @return booleans (…, n), exactly min(k, n) of a row true
   */
  public static NDArray mask(NDArray x, int k) {
    NDArray values = x.stopGradient();
    int last = x.getShape().dimension() - 1;
    int most = Math.toIntExact(Math.min(k, x.getShape().get(last)));
    NDArray least = values.topK(most, last, true, true).get(0).min(new int[] {last}, true);
    NDArray above = values.gt(least);
    NDArray equal = values.eq(least);
    NDArray wanted =
        count(above).sum(new int[] {last}, true).neg().add(values.getManager().create(most));
    return above.logicalOr(equal.logicalAnd(count(equal).cumSum(last).lte(wanted)));
  }

  private static NDArray count(NDArray booleans) {
    return booleans.toType(DataType.INT32, true);
  }
}
