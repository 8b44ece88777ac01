package lamina.data;

import java.util.SplittableRandom;

/**
 * Noise of mean 0 and variance 1: twelve uniform numbers added up (Irwin-Hall), which is normal for
 * every purpose here, quick, and the same bits on every machine.
 */
final class Noise {
  private static final int TERMS = 12;
  private static final int PER_LONG = 4;
  private static final double SCALE = 1.0 / (1 << 16);

  private Noise() {}

  static float next(SplittableRandom random) {
    long sum = 0;
    for (int i = 0; i < TERMS / PER_LONG; i++) {
      long bits = random.nextLong();
      sum += (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
    }
    return (float) ((sum + TERMS / 2.0) * SCALE - TERMS / 2.0);
  }
}
