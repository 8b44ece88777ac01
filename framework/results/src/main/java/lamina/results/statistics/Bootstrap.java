package lamina.results.statistics;

import java.util.SplittableRandom;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/**
 * The mean over examples with its 95 % percentile interval (Efron and Tibshirani, An Introduction
 * to the Bootstrap, 1993, chapter 13): what another sample of examples would have given for one
 * trained model. It knows nothing of other seeds.
 *
 * @param examples how many
 * @param mean of their values
 */
public record Bootstrap(int examples, double mean, double low, double high) {
  private static final double LEVEL = 0.95;

  /**
   * Draws examples with replacement, always the same ones for the same arguments.
   *
   * @param values one an example; at least one
   * @param resamples how often, at least 1; 10,000 are plenty
   * @throws IllegalArgumentException for fewer
   */
  public static Bootstrap ofMean(double[] values, int resamples, long seed) {
    return ofMean(values, resamples, seed, LEVEL);
  }

  static Bootstrap ofMean(double[] values, int resamples, long seed, double level) {
    if (values.length < 1 || resamples < 1) {
      throw new IllegalArgumentException(
          "examples and resamples must be at least 1, got %d and %d"
              .formatted(values.length, resamples));
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] means = new double[resamples];
    for (int i = 0; i < resamples; i++) {
      double sum = 0;
      for (int j = 0; j < values.length; j++) {
        sum += values[random.nextInt(values.length)];
      }
      means[i] = sum / values.length;
    }
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
    percentile.setData(means);
    return new Bootstrap(
        values.length,
        sum / values.length,
        percentile.evaluate(100 * (1 - level) / 2),
        percentile.evaluate(100 * (1 + level) / 2));
  }
}
