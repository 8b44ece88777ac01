package lamina.data.own;

import java.math.BigInteger;

/**
 * Band-limited interpolation: every sample that comes out is a sum of the samples around its time,
 * weighted by a sinc under a Hann window of 16 zero crossings a side, whose cut-off is half of the
 * lower rate, so that nothing folds back (J. O. Smith, Digital Audio Resampling). Before the start
 * and after the end is silence.
 */
final class Resampler {
  private static final int CROSSINGS = 16;

  private final int rateIn;
  private final int in;
  private final int out;
  private final double cutOff;
  private final int reach;

  /** By where a time lies between two samples that come in; made when first needed. */
  private final double[][] weights;

  /**
   * A resampler.
   *
   * @param rateIn samples a second that come in
   * @param rateOut samples a second that come out
   */
  Resampler(int rateIn, int rateOut) {
    int common = BigInteger.valueOf(rateIn).gcd(BigInteger.valueOf(rateOut)).intValue();
    this.rateIn = rateIn;
    this.in = rateIn / common;
    this.out = rateOut / common;
    this.cutOff = Math.min(1, (double) rateOut / rateIn);
    this.reach = (int) Math.ceil(CROSSINGS / cutOff);
    this.weights = new double[out][];
  }

  int rateIn() {
    return rateIn;
  }

  /** How many samples that come in decide about the first {@code count} that come out. */
  long needed(int count) {
    return (long) (count - 1) * in / out + reach + 1;
  }

  /** The first {@code count} samples. */
  float[] resample(float[] wave, int count) {
    float[] resampled = new float[count];
    for (int i = 0; i < count; i++) {
      long time = (long) i * in;
      int first = Math.toIntExact(time / out) - reach + 1;
      double[] around = weights((int) (time % out));
      double sum = 0;
      for (int j = Math.max(0, -first); j < around.length && first + j < wave.length; j++) {
        sum += around[j] * wave[first + j];
      }
      resampled[i] = (float) sum;
    }
    return resampled;
  }

  /** Weights of the samples from {@code reach - 1} before a time's last to {@code reach} after. */
  private double[] weights(int phase) {
    if (weights[phase] == null) {
      double[] around = new double[2 * reach];
      for (int j = 0; j < around.length; j++) {
        double distance = cutOff * (j - reach + 1 - (double) phase / out);
        around[j] = cutOff * sinc(distance) * hann(distance / CROSSINGS);
      }
      weights[phase] = around;
    }
    return weights[phase];
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : StrictMath.sin(Math.PI * x) / (Math.PI * x);
  }

  private static double hann(double x) {
    return Math.abs(x) >= 1 ? 0 : 0.5 + 0.5 * StrictMath.cos(Math.PI * x);
  }
}
