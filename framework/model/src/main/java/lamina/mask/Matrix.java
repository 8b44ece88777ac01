package lamina.mask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.function.UnaryOperator;

/**
 * A mask that is there as a whole.
 *
 * @param matrix (B, Nq, Nk) or (1, Nq, Nk)
 */
public record Matrix(NDArray matrix) implements Mask {
  @Override
  public Matrix rows(long from, long to) {
    return new Matrix(matrix.get(new NDIndex(":, " + from + ":" + to)));
  }

  @Override
  public Matrix map(UnaryOperator<NDArray> change) {
    return new Matrix(change.apply(matrix));
  }
}
