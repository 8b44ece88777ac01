package lamina.data.images;

/**
 * Bilinear interpolation along one axis. Where it makes smaller, the triangle is as much wider as
 * the scale is smaller, so that fine patterns become their mean (Pillow's BILINEAR, torchvision's
 * antialias); nothing is rounded on the way.
 */
final class Taps {
  private final int[] from;
  private final float[][] weights;

  /**
   * The weights of some outputs.
   *
   * @param length pixels that there are
   * @param scaled pixels that they would become
   * @param first the first of those that are wanted
   * @param outputs how many are wanted
   */
  Taps(int length, int scaled, int first, int outputs) {
    this.from = new int[outputs];
    this.weights = new float[outputs][];
    double scale = (double) length / scaled;
    double reach = Math.max(1, scale);
    for (int i = 0; i < outputs; i++) {
      double centre = (first + i + 0.5) * scale;
      int low = (int) Math.max(0, Math.floor(centre - reach + 0.5));
      int high = (int) Math.min(length, Math.floor(centre + reach + 0.5));
      double[] triangle = new double[high - low];
      double sum = 0;
      for (int tap = 0; tap < triangle.length; tap++) {
        triangle[tap] = Math.max(0, 1 - Math.abs(low + tap + 0.5 - centre) / reach);
        sum += triangle[tap];
      }
      from[i] = low;
      weights[i] = new float[triangle.length];
      for (int tap = 0; tap < triangle.length; tap++) {
        weights[i][tap] = (float) (triangle[tap] / sum);
      }
    }
  }

  int outputs() {
    return from.length;
  }

  /** The first pixel that an output reads. */
  int from(int output) {
    return from[output];
  }

  /** How many pixels it reads. */
  int count(int output) {
    return weights[output].length;
  }

  float weight(int output, int tap) {
    return weights[output][tap];
  }

  /** The first pixel that any output reads. */
  int first() {
    return from[0];
  }

  /** The one after the last. */
  int last() {
    return from[from.length - 1] + weights[weights.length - 1].length;
  }
}
