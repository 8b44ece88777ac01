package lamina.mask;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;
import lamina.model.attention.Side;

/**
 * M (B, Nq, Nk) before anybody multiplies it out, so that its rows can be had a chunk at a time.
 * One implementation a file.
 */
public sealed interface Mask extends Side permits LowRank, Bounded, Matrix {
  /** M itself, (B, Nq, Nk), or (1, Nq, Nk) where it is the same for every example. */
  NDArray matrix();

  @Override
  Mask rows(long from, long to);

  @Override
  Mask map(UnaryOperator<NDArray> change);
}
