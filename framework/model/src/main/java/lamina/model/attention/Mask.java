package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/**
 * M (B, Nq, Nk) before anybody multiplies it out, so that its rows can be had a chunk at a time.
 * One implementation a file.
 */
public sealed interface Mask permits LowRank, Bounded, Matrix {
  /** M itself, (B, Nq, Nk), or (1, Nq, Nk) where it is the same for every example. */
  NDArray matrix();

  /** The same mask for queries {@code from} to {@code to}, the last not included. */
  Mask rows(long from, long to);

  /** The same mask over other arrays: {@code change} is applied to each, in a fixed order. */
  Mask map(UnaryOperator<NDArray> change);
}
