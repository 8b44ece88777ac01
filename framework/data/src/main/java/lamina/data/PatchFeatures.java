package lamina.data;

import lamina.config.Patches;

/** The pixels of each patch, patches and pixels row by row, brought to about mean 0, variance 1. */
final class PatchFeatures {
  private final int size;
  private final int side;
  private final double mean;
  private final float scale;

  /**
   * Features of square images.
   *
   * @param side of an image, in pixels
   * @param mean of all pixels
   * @param deviation of all pixels, positive
   */
  PatchFeatures(Patches config, int side, double mean, double deviation) {
    this.size = config.size();
    this.side = side;
    this.mean = mean;
    this.scale = (float) (1 / deviation);
  }

  /** Writes tokens x size² values from {@code to} on. */
  void write(float[] image, float[] into, int to) {
    int at = to;
    for (int top = 0; top < side; top += size) {
      for (int left = 0; left < side; left += size) {
        for (int row = top; row < top + size; row++) {
          for (int column = left; column < left + size; column++) {
            into[at++] = (float) (image[row * side + column] - mean) * scale;
          }
        }
      }
    }
  }
}
