package lamina.data;

import static lamina.config.GarmentsAndVoices.CANVAS_SIDE;

import lamina.config.Patches;

/** The pixels of each patch, patches and pixels row by row, brought to about mean 0, variance 1. */
final class PatchFeatures {
  /** Mean and standard deviation of a canvas without noise, over many compositions. */
  private static final double MEAN = 0.14;

  private static final double DEVIATION = 0.28;

  private final int size;
  private final float scale;

  PatchFeatures(Patches config, double noise) {
    this.size = config.size();
    this.scale = (float) (1 / Math.sqrt(DEVIATION * DEVIATION + noise * noise));
  }

  /** Writes tokens x size² values from {@code to} on. */
  void write(float[] canvas, float[] into, int to) {
    int at = to;
    for (int top = 0; top < CANVAS_SIDE; top += size) {
      for (int left = 0; left < CANVAS_SIDE; left += size) {
        for (int row = top; row < top + size; row++) {
          for (int column = left; column < left + size; column++) {
            into[at++] = (float) (canvas[row * CANVAS_SIDE + column] - MEAN) * scale;
          }
        }
      }
    }
  }
}
