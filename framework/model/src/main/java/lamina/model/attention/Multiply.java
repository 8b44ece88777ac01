package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import lamina.model.Pass;
import org.jspecify.annotations.Nullable;

/** S * M, as the paper has it: a negative M turns the order of scores around. */
public final class Multiply implements Fusion {
  @Override
  public NDArray fuse(Pass pass, NDArray scores, NDArray mask, @Nullable NDArray seen) {
    return scores.mul(mask);
  }
}
