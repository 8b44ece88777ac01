package lamina.mask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import java.util.function.UnaryOperator;
import lamina.model.attention.Chunk;

/**
 * M = H Cᵀ + b, with b the same for every query.
 *
 * @param h last hidden activations of the queries, H (B, Nq, h)
 * @param columns C, (Nk, h) for all examples or (B, Nk, h)
 * @param offset b, (Nk) or (1)
 */
public record LowRank(NDArray h, NDArray columns, NDArray offset) implements Mask {
  @Override
  public NDArray matrix() {
    if (columns.getShape().dimension() == 2) {
      long keys = columns.getShape().get(0);
      return Linear.linear(h, columns, offset.broadcast(keys)).head();
    }
    return h.matMul(columns.swapAxes(1, 2)).add(offset);
  }

  @Override
  public LowRank rows(long from, long to) {
    return new LowRank(h.get(new NDIndex(":, " + from + ":" + to)), columns, offset);
  }

  @Override
  public LowRank map(UnaryOperator<NDArray> change) {
    return new LowRank(change.apply(h), change.apply(columns), change.apply(offset));
  }

  /** [H, 1], (B, Nq, h + 1): its dot product with the {@link #keyFactors} is M. */
  NDArray queryFactors(Chunk chunk) {
    Shape shape = h.getShape();
    NDArray one = chunk.scalar(1).broadcast(shape.get(0), shape.get(1), 1);
    return NDArrays.concat(new NDList(h, one), 2);
  }

  /** [C, b], (B or 1, Nk, h + 1). */
  NDArray keyFactors(long keys) {
    NDArray byExample = columns.getShape().dimension() == 2 ? columns.expandDims(0) : columns;
    long examples = byExample.getShape().get(0);
    NDArray b = offset.broadcast(keys).reshape(1, keys, 1).broadcast(examples, keys, 1);
    return NDArrays.concat(new NDList(byExample, b), 2);
  }
}
