package lamina.model;

import ai.djl.ndarray.NDArray;

/**
 * libtorch's clamp, whose gradient is 1 within its borders and on them, and 0 outside; minimum and
 * maximum would split the gradient of a value on a border.
 */
public final class Clamp {
  private Clamp() {}

  /** Values set into [least, most]. */
  public static NDArray between(NDArray x, double least, double most) {
    return x.clip(least, most);
  }
}
