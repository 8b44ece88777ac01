package lamina.mask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import lamina.model.Declaration;
import lamina.model.Pass;

/**
 * Columns are positions up to a fixed maximum, as in the paper: M = H Wᵀ + b with W (maximum, h). A
 * shorter input uses the leading columns, which is the same as padding it and masking the padding.
 */
final class FixedColumns implements MaskColumns {
  private final Declaration.Tensor weight;
  private final Declaration.Tensor bias;
  private final int maximum;

  FixedColumns(Declaration declare, int in, int maximum, Start start) {
    this.weight = declare.tensor("weight", start.weights(in), maximum, in);
    this.bias = declare.tensor("bias", start.biases(in), maximum);
    this.maximum = maximum;
  }

  @Override
  public LowRank forward(Pass pass, NDArray h, NDArray y) {
    long keys = y.getShape().get(1);
    if (keys > maximum) {
      throw new IllegalArgumentException(
          "sequence length must be at most the mask's %d tokens, got %d (mask.length content-keys"
                  .formatted(maximum, keys)
              + " takes any length)");
    }
    NDIndex leading = new NDIndex(":" + keys);
    NDArray columns = pass.get(weight);
    NDArray offset = pass.get(bias);
    return keys == maximum
        ? new LowRank(h, columns, offset)
        : new LowRank(h, columns.get(leading), offset.get(leading));
  }
}
