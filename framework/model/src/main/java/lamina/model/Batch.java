package lamina.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;

/** Arrays whose first axis is the examples of a batch. */
public final class Batch {
  private Batch() {}

  /** Each example's array replaced by the next one's, and the last one's by the first's. */
  public static NDArray rolled(NDArray x) {
    return x.getShape().get(0) == 1
        ? x
        : NDArrays.concat(new NDList(x.get(new NDIndex("1:")), x.get(new NDIndex("0:1"))), 0);
  }
}
