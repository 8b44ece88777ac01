package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Cuts tokens into heads, and puts heads together. */
public final class Heads {
  private Heads() {}

  /** (B, N, D) to (B, H, N, D / H). */
  public static NDArray split(NDArray x, int heads) {
    Shape shape = x.getShape();
    return x.reshape(shape.get(0), shape.get(1), heads, shape.get(2) / heads).swapAxes(1, 2);
  }

  /** (B, H, N, dk) to (B, N, H dk). */
  public static NDArray join(NDArray x) {
    NDArray together = x.swapAxes(1, 2);
    Shape shape = together.getShape();
    return together.reshape(shape.get(0), shape.get(1), shape.get(2) * shape.get(3));
  }
}
