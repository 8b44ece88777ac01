package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What attention works on.
 *
 * @param q queries, (B, H, Nq, dk)
 * @param k keys, (B, H, Nk, dk)
 * @param v values, (B, H, Nk, dk)
 * @param mask M, (B, Nq, Nk); null for plain attention
 * @param visible which keys a query may see
 */
public record AttentionInput(
    NDArray q, NDArray k, NDArray v, @Nullable Mask mask, Visible visible) {

  /**
   * @throws IllegalArgumentException for causal attention with more queries than keys
   */
  public AttentionInput {
    if (visible.causal() && visible.firstQuery() + size(q, 2) > size(k, 2)) {
      throw new IllegalArgumentException(
          "causal attention must have a key for every query, got %d queries and %d keys"
              .formatted(visible.firstQuery() + size(q, 2), size(k, 2)));
    }
  }

  public long queries() {
    return size(q, 2);
  }

  public long keys() {
    return size(k, 2);
  }

  /** How many scores a query has in all examples and heads. */
  long scoresOfAQuery() {
    return size(k, 0) * size(k, 1) * size(k, 2);
  }

  /** The same for queries {@code from} to {@code to}, the last not included. */
  public AttentionInput rows(long from, long to) {
    return new AttentionInput(
        q.get(new NDIndex(":, :, " + from + ":" + to)),
        k,
        v,
        mask == null ? null : mask.rows(from, to),
        visible.rows(from, to));
  }

  /** The same over other arrays: {@code change} is applied to each, in a fixed order. */
  public AttentionInput map(UnaryOperator<NDArray> change) {
    return new AttentionInput(
        change.apply(q),
        change.apply(k),
        change.apply(v),
        mask == null ? null : mask.map(change),
        visible.map(change));
  }

  /** The same arrays under handles that {@code owner} closes. */
  public AttentionInput attachedTo(NDManager owner) {
    return map(
        array -> {
          NDArray handle = array.reshape(array.getShape());
          handle.attach(owner);
          return handle;
        });
  }

  private static long size(NDArray array, int axis) {
    return array.getShape().get(axis);
  }
}
