package lamina.data.images;

import java.util.SplittableRandom;

/**
 * Which part of a picture is brought to a square, and how.
 *
 * @param left of the part, in pixels of the picture
 * @param top of the part
 * @param width of the part
 * @param height of the part
 * @param scaledWidth what the part's width is scaled to
 * @param scaledHeight what its height is scaled to
 * @param fromX where the square begins within what was scaled
 * @param fromY where it begins
 * @param mirrored whether left and right change places
 */
record Crop(
    int left,
    int top,
    int width,
    int height,
    int scaledWidth,
    int scaledHeight,
    int fromX,
    int fromY,
    boolean mirrored) {
  private static final double RESIZED = 256.0 / 224;
  private static final double LEAST_AREA = 0.08;
  private static final double LEAST_RATIO = 3.0 / 4;
  private static final double GREATEST_RATIO = 4.0 / 3;
  private static final int ATTEMPTS = 10;

  /** The middle, after the shorter side is brought to 256/224 of the square's. */
  static Crop middle(int width, int height, int side) {
    int shorter = (int) Math.round(RESIZED * side);
    long least = Math.min(width, height);
    int scaledWidth = Math.toIntExact(Math.max(side, shorter * (long) width / least));
    int scaledHeight = Math.toIntExact(Math.max(side, shorter * (long) height / least));
    return new Crop(
        0,
        0,
        width,
        height,
        scaledWidth,
        scaledHeight,
        Math.round((scaledWidth - side) / 2f),
        Math.round((scaledHeight - side) / 2f),
        false);
  }

  /**
   * A random part of 8 to 100 % of the area and of a ratio from 3/4 to 4/3, uniform in its
   * logarithm; mirrored every other time. After ten parts that do not fit, the largest one in the
   * middle whose ratio does (Inception's, arXiv 1409.4842, as torchvision has it).
   */
  static Crop random(int width, int height, int side, SplittableRandom random) {
    double lowest = StrictMath.log(LEAST_RATIO);
    double highest = StrictMath.log(GREATEST_RATIO);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      double share = LEAST_AREA + (1 - LEAST_AREA) * random.nextDouble();
      double area = share * width * height;
      double ratio = StrictMath.exp(lowest + (highest - lowest) * random.nextDouble());
      int w = (int) Math.round(Math.sqrt(area * ratio));
      int h = (int) Math.round(Math.sqrt(area / ratio));
      if (w > 0 && w <= width && h > 0 && h <= height) {
        int left = random.nextInt(width - w + 1);
        int top = random.nextInt(height - h + 1);
        return part(left, top, w, h, side, random.nextBoolean());
      }
    }
    double ratio = (double) width / height;
    int w = ratio > GREATEST_RATIO ? (int) Math.round(height * GREATEST_RATIO) : width;
    int h = ratio < LEAST_RATIO ? (int) Math.round(width / LEAST_RATIO) : height;
    return part((width - w) / 2, (height - h) / 2, w, h, side, random.nextBoolean());
  }

  private static Crop part(int left, int top, int w, int h, int side, boolean mirrored) {
    return new Crop(left, top, w, h, side, side, 0, 0, mirrored);
  }

  /** The square, (3, side, side) row by row, 0 to 1. */
  float[] of(Pixels picture, int side) {
    Taps across = new Taps(width, scaledWidth, fromX, side);
    Taps down = new Taps(height, scaledHeight, fromY, side);
    float[] square = new float[Pixels.CHANNELS * side * side];
    float[] rows = new float[(down.last() - down.first()) * side];
    for (int c = 0; c < Pixels.CHANNELS; c++) {
      across(picture, c, across, down, rows);
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          float sum = 0;
          for (int tap = 0; tap < down.count(y); tap++) {
            sum += down.weight(y, tap) * rows[(down.from(y) + tap - down.first()) * side + x];
          }
          int column = mirrored ? side - 1 - x : x;
          square[(c * side + y) * side + column] = sum / 255;
        }
      }
    }
    return square;
  }

  /** The rows that are needed, brought to the square's width. */
  private void across(Pixels picture, int channel, Taps across, Taps down, float[] rows) {
    int side = across.outputs();
    for (int y = down.first(); y < down.last(); y++) {
      for (int x = 0; x < side; x++) {
        float sum = 0;
        int from = left + across.from(x);
        for (int tap = 0; tap < across.count(x); tap++) {
          sum += across.weight(x, tap) * picture.at(from + tap, top + y, channel);
        }
        rows[(y - down.first()) * side + x] = sum;
      }
    }
  }
}
