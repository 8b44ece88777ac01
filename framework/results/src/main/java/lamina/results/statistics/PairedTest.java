package lamina.results.statistics;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The paired difference of two samples with its 95 % t interval, and the two-sided p of the paired
 * t test and of the {@link PermutationTest}. Pairs are the seeds that both have. Where all
 * differences are equal there is no spread to judge by: the interval is the difference itself, the
 * t test's p is 1 for no difference, else 0, and there is no effect size.
 *
 * @param n pairs; at least two
 * @param difference the mean of the differences
 * @param std their sample standard deviation
 * @param p of the t test
 * @param differences of every pair
 */
public record PairedTest(
    int n,
    double difference,
    double std,
    double low,
    double high,
    double p,
    List<Double> differences) {
  private static final double LEVEL = 0.95;

  /** Compares value by value; empty with fewer than two pairs. */
  public static Optional<PairedTest> of(Map<Long, Double> sample, Map<Long, Double> baseline) {
    List<Double> differences =
        sample.keySet().stream()
            .filter(baseline::containsKey)
            .map(seed -> sample.get(seed) - baseline.get(seed))
            .toList();
    return differences.size() < 2 ? Optional.empty() : Optional.of(of(differences));
  }

  private static PairedTest of(List<Double> differences) {
    Summary summary = Summary.of(differences);
    int n = summary.n();
    double mean = summary.mean();
    double error = summary.std() / Math.sqrt(n);
    if (error == 0) {
      return new PairedTest(n, mean, 0, mean, mean, mean == 0 ? 1 : 0, differences);
    }
    TDistribution t = new TDistribution(null, n - 1.0);
    double reach = t.inverseCumulativeProbability((1 + LEVEL) / 2) * error;
    double p = 2 * t.cumulativeProbability(-Math.abs(mean / error));
    return new PairedTest(n, mean, summary.std(), mean - reach, mean + reach, p, differences);
  }

  /** Two-sided p of the {@link PermutationTest}: many seeds take it a while. */
  public double permutationP() {
    return PermutationTest.p(differences);
  }

  /**
   * Cohen's d_z: the mean of the differences over their standard deviation (Statistical Power
   * Analysis for the Behavioral Sciences, 1988, section 2.3.5). NaN without spread.
   */
  public double dz() {
    return std == 0 ? Double.NaN : difference / std;
  }

  /** d_z without its bias in small samples, by {@link Hedges}. NaN without spread. */
  public double gz() {
    return Hedges.correction(n - 1) * dz();
  }

  /**
   * The smallest true difference that this test would find with power 0.8, if differences spread as
   * they do here.
   */
  public double detectable() {
    return Power.smallestEffect(n) * std;
  }
}
