package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import lamina.model.Pass;
import org.jspecify.annotations.Nullable;

/** How a mask meets the scores, before the softmax. One implementation a file. */
public interface Fusion {
  /**
   * The fused scores, (B, H, Nq, Nk).
   *
   * @param scores (B, H, Nq, Nk), already divided by sqrt(dk)
   * @param mask M, (B, 1, Nq, Nk), the same for all heads
   * @param seen which keys may be seen, booleans that broadcast to the scores' shape; null for all
   */
  NDArray fuse(Pass pass, NDArray scores, NDArray mask, @Nullable NDArray seen);
}
