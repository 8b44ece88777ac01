package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.function.UnaryOperator;

/**
 * What attention works on.
 *
 * @param q queries, (B, H, Nq, dk)
 * @param k keys, (B, H, Nk, dk)
 * @param v values, (B, H, Nk, dk)
 * @param side what the steps read beside them
 * @param visible which keys a query may see
 * @param kinds which tokens are of which kind
 * @param layer of the encoder, from 0
 */
public record AttentionInput(
    NDArray q, NDArray k, NDArray v, Side side, Visible visible, Kinds kinds, int layer) {

  /** Plain attention. */
  public AttentionInput(NDArray q, NDArray k, NDArray v, Visible visible) {
    this(q, k, v, Side.NONE, visible, Kinds.UNKNOWN, 0);
  }

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
        side.rows(from, to),
        visible.rows(from, to),
        kinds,
        layer);
  }

  /** The same over other arrays: {@code change} is applied to each, in a fixed order. */
  public AttentionInput map(UnaryOperator<NDArray> change) {
    return new AttentionInput(
        change.apply(q),
        change.apply(k),
        change.apply(v),
        side.map(change),
        visible.map(change),
        kinds,
        layer);
  }

  /** The same with other arrays of a batch, and with other keys that may be seen. */
  public AttentionInput with(NDArray queries, NDArray keys, NDArray values, Visible seen) {
    return new AttentionInput(queries, keys, values, side, seen, kinds, layer);
  }

  /** The same arrays under handles that {@code owner} closes. */
  public AttentionInput attachedTo(NDManager owner) {
    return map(array -> attached(array, owner));
  }

  /** A handle of an array that {@code owner} closes. */
  static NDArray attached(NDArray array, NDManager owner) {
    NDArray handle = array.reshape(array.getShape());
    handle.attach(owner);
    return handle;
  }

  private static long size(NDArray array, int axis) {
    return array.getShape().get(axis);
  }
}
