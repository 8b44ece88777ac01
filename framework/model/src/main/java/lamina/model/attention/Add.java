package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import lamina.model.Pass;
import org.jspecify.annotations.Nullable;

/** S + M. */
public final class Add implements Fusion {
  @Override
  public NDArray fuse(Pass pass, NDArray scores, NDArray mask, @Nullable NDArray seen) {
    return scores.add(mask);
  }
}
