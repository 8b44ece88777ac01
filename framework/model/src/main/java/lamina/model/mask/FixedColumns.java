package lamina.model.mask;

import ai.djl.ndarray.NDArray;
import lamina.model.Declaration;
import lamina.model.Linear;
import lamina.model.Pass;

/**
 * Columns are positions up to a fixed maximum, as in the paper: M = H Wᵀ + b with W (maximum, h). A
 * shorter input uses the leading columns, which is the same as padding it and masking the padding.
 */
final class FixedColumns implements MaskColumns {
  private final Linear last;
  private final int maximum;

  FixedColumns(Declaration declare, int in, int maximum, Start start) {
    this.last = new Linear(declare, in, maximum, start.weights(in), start.biases(in));
    this.maximum = maximum;
  }

  @Override
  public NDArray forward(Pass pass, NDArray h, NDArray y) {
    long keys = y.getShape().get(1);
    if (keys > maximum) {
      throw new IllegalArgumentException(
          "sequence length must be at most the mask's %d tokens, got %d (mask.length content-keys"
                  .formatted(maximum, keys)
              + " takes any length)");
    }
    NDArray m = last.forward(pass, h);
    return keys == maximum ? m : m.get(":, :, :" + keys);
  }
}
