package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/**
 * Arrays that a layer's steps read beside queries, keys and values. They are made once a layer,
 * outside chunks, and their rows can be had some at a time. {@link Sides} serves who needs no type
 * of its own.
 */
public interface Side {
  /** No arrays. */
  Side NONE = Sides.none();

  /** The same for queries {@code from} to {@code to}, the last not included. */
  Side rows(long from, long to);

  /** The same over other arrays: {@code change} is applied to each, in a fixed order. */
  Side map(UnaryOperator<NDArray> change);
}
