package lamina.data;

import lamina.config.Patches;

/**
 * The pixels of each patch, patches row by row, in each channel by channel and row by row, brought
 * to about mean 0, variance 1.
 */
public final class PatchFeatures {
  private final int size;
  private final int side;
  private final double[] means;
  private final float[] scales;

  /**
   * Features of square images.
   *
   * @param side of an image, in pixels
   * @param means of all pixels, one a channel
   * @param deviations of all pixels, positive, one a channel
   */
  public PatchFeatures(Patches config, int side, double[] means, double[] deviations) {
    this.size = config.size();
    this.side = side;
    this.means = means.clone();
    this.scales = new float[means.length];
    for (int c = 0; c < means.length; c++) {
      scales[c] = (float) (1 / deviations[c]);
    }
  }

  /**
   * Writes tokens x channels x size² values from {@code to} on.
   *
   * @param image (channels, side, side) row by row
   */
  public void write(float[] image, float[] into, int to) {
    int at = to;
    for (int top = 0; top < side; top += size) {
      for (int left = 0; left < side; left += size) {
        for (int c = 0; c < means.length; c++) {
          at = patch(image, c, top, left, into, at);
        }
      }
    }
  }

  private int patch(float[] image, int channel, int top, int left, float[] into, int to) {
    int at = to;
    for (int row = top; row < top + size; row++) {
      int from = (channel * side + row) * side;
      for (int column = left; column < left + size; column++) {
        into[at++] = (float) (image[from + column] - means[channel]) * scales[channel];
      }
    }
    return at;
  }
}
