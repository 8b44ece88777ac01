package lamina.results;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The paired difference of two samples with its 95 % t interval, and the two-sided p of the paired
 * t test. Pairs are the seeds that both have. Where all differences are equal there is no spread to
 * judge by: the interval is the difference itself, and p is 1 for no difference, else 0.
 *
 * @param n pairs; at least two
 */
public record PairedTest(int n, double difference, double low, double high, double p) {
  private static final double LEVEL = 0.95;

  /** Compares value by value; empty with fewer than two pairs. */
  public static Optional<PairedTest> of(Map<Long, Double> sample, Map<Long, Double> baseline) {
    List<Double> differences =
        sample.keySet().stream()
            .filter(baseline::containsKey)
            .map(seed -> sample.get(seed) - baseline.get(seed))
            .toList();
    if (differences.size() < 2) {
      return Optional.empty();
    }
    Summary summary = Summary.of(differences);
    double error = summary.std() / Math.sqrt(summary.n());
    if (error == 0) {
      double p = summary.mean() == 0 ? 1 : 0;
      return Optional.of(
          new PairedTest(summary.n(), summary.mean(), summary.mean(), summary.mean(), p));
    }
    TDistribution t = new TDistribution(null, summary.n() - 1.0);
    double reach = t.inverseCumulativeProbability((1 + LEVEL) / 2) * error;
    double p = 2 * t.cumulativeProbability(-Math.abs(summary.mean() / error));
    return Optional.of(
        new PairedTest(
            summary.n(), summary.mean(), summary.mean() - reach, summary.mean() + reach, p));
  }
}
