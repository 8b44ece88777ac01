package lamina.model.language;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;

/**
 * What a layer's attention reads of some tokens.
 *
 * @param keys (B, G, N, dk), turned to their positions
 * @param values (B, G, N, dk)
 */
record KeyValues(NDArray keys, NDArray values) {
  private static final int TOKENS = 2;

  long count() {
    return keys.getShape().get(TOKENS);
  }

  KeyValues then(KeyValues later) {
    return new KeyValues(
        NDArrays.concat(new NDList(keys, later.keys), TOKENS),
        NDArrays.concat(new NDList(values, later.values), TOKENS));
  }

  /** Every head as often as heads of queries read it: (B, H, N, dk). */
  KeyValues forHeads(int heads) {
    return map(array -> repeated(array, heads));
  }

  /** Sequences by their numbers, int64 (rows). */
  KeyValues rows(NDArray numbers) {
    return map(array -> array.get(numbers));
  }

  /** The same values in {@code owner}, without what they were computed from. */
  KeyValues keptBy(NDManager owner) {
    return map(array -> kept(array, owner));
  }

  static NDArray kept(NDArray array, NDManager owner) {
    NDArray kept = array.stopGradient();
    kept.attach(owner);
    return kept;
  }

  private KeyValues map(UnaryOperator<NDArray> change) {
    return new KeyValues(change.apply(keys), change.apply(values));
  }

  private static NDArray repeated(NDArray x, int heads) {
    Shape shape = x.getShape();
    long groups = shape.get(1);
    if (groups == heads) {
      return x;
    }
    return x.expandDims(2)
        .broadcast(shape.get(0), groups, heads / groups, shape.get(2), shape.get(3))
        .reshape(shape.get(0), heads, shape.get(2), shape.get(3));
  }
}
