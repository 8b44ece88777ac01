package lamina.data;

import lamina.config.MelSpectrogram;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/**
 * Log energies in triangular mel bands between 0 and half the sample rate, of Hann-windowed frames
 * that do not overlap; each example is brought to mean 0 and variance 1.
 */
final class MelFeatures {
  private static final int MIN_TRANSFORM = 512;
  private static final double FLOOR = 1e-6;

  private final int frame;
  private final int transform;
  private final double[] window;
  private final double[][] filters;

  MelFeatures(MelSpectrogram config, int sampleRate) {
    this.frame = Math.toIntExact(config.frameSamples(sampleRate));
    this.transform = Math.max(MIN_TRANSFORM, Integer.highestOneBit(2 * frame - 1));
    this.window = new double[frame];
    for (int i = 0; i < frame; i++) {
      window[i] = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * (i + 0.5) / frame);
    }
    this.filters = filters(config.bands(), sampleRate);
  }

  /** Writes frames x bands values from {@code to} on. */
  void write(float[] wave, float[] into, int to) {
    int at = to;
    for (int start = 0; start + frame <= wave.length; start += frame) {
      logEnergies(wave, start, into, at);
      at += filters.length;
    }
    standardise(into, to, at);
  }

  /** Samples of a frame. */
  int frame() {
    return frame;
  }

  /** Writes the log energies of the frame that begins at {@code start}, one a band. */
  void logEnergies(float[] wave, int start, float[] into, int to) {
    double[] power = power(wave, start);
    for (int band = 0; band < filters.length; band++) {
      double[] filter = filters[band];
      double energy = 0;
      for (int bin = 0; bin < filter.length; bin++) {
        energy += filter[bin] * power[bin];
      }
      into[to + band] = (float) StrictMath.log(energy + FLOOR);
    }
  }

  private double[] power(float[] wave, int start) {
    double[][] complex = new double[2][transform];
    for (int i = 0; i < frame; i++) {
      complex[0][i] = wave[start + i] * window[i];
    }
    FastFourierTransformer.transformInPlace(
        complex, DftNormalization.STANDARD, TransformType.FORWARD);
    double[] power = new double[transform / 2 + 1];
    for (int bin = 0; bin < power.length; bin++) {
      double re = complex[0][bin];
      double im = complex[1][bin];
      power[bin] = (re * re + im * im) / frame;
    }
    return power;
  }

  /** One row of weights a band; each row has at least its nearest bin. */
  private double[][] filters(int bands, int sampleRate) {
    double[][] rows = new double[bands][transform / 2 + 1];
    double top = mel(sampleRate / 2.0);
    for (int band = 0; band < bands; band++) {
      double left = hertz(top * band / (bands + 1));
      double centre = hertz(top * (band + 1) / (bands + 1));
      double right = hertz(top * (band + 2) / (bands + 1));
      for (int bin = 0; bin < rows[band].length; bin++) {
        double frequency = (double) bin * sampleRate / transform;
        double rising = (frequency - left) / (centre - left);
        double falling = (right - frequency) / (right - centre);
        rows[band][bin] = Math.max(0, Math.min(rising, falling));
      }
      int nearest = (int) Math.round(centre * transform / sampleRate);
      rows[band][nearest] = Math.max(rows[band][nearest], 0.5);
    }
    return rows;
  }

  private static double mel(double hertz) {
    return 2595 * StrictMath.log10(1 + hertz / 700);
  }

  private static double hertz(double mel) {
    return 700 * (StrictMath.pow(10, mel / 2595) - 1);
  }

  private static void standardise(float[] values, int from, int to) {
    double sum = 0;
    double squares = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
      squares += (double) values[i] * values[i];
    }
    double mean = sum / (to - from);
    double deviation = Math.sqrt(Math.max(squares / (to - from) - mean * mean, FLOOR));
    for (int i = from; i < to; i++) {
      values[i] = (float) ((values[i] - mean) / deviation);
    }
  }
}
