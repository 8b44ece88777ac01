package lamina.model.mask;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import lamina.model.Pass;

/** Where masks are computed. One implementation a file. */
public interface MaskPlacing {
  /** The masks of one forward pass. */
  LayerMasks begin();

  /** What the mask adds to a task's loss, shape (), weighted. */
  default Optional<NDArray> penalty(Pass pass) {
    return Optional.empty();
  }
}
