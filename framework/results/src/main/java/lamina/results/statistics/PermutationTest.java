package lamina.results.statistics;

import java.util.List;
import java.util.SplittableRandom;

/**
 * The permutation test of paired differences (Fisher, The Design of Experiments, 1935, section 21):
 * were there no difference, every sign would be as likely as its opposite. The two-sided p is the
 * share of all assignments of signs whose sum is as far from zero as the observed one. It assumes
 * nothing of how differences are distributed.
 */
public final class PermutationTest {
  /** With more pairs, random signs take the place of all of them. */
  static final int MOST_EXACT = 20;

  private static final int DRAWS = 100_000;
  private static final double ROUNDING = 1e-12;

  private PermutationTest() {}

  /**
   * Two-sided p: exact for at most 20 differences; else of 100,000 random assignments, always the
   * same ones, the observed one counted in (Phipson and Smyth, arXiv 1603.05766).
   */
  public static double p(List<Double> differences) {
    double[] d = differences.stream().mapToDouble(Math::abs).toArray();
    double sum = Math.abs(differences.stream().mapToDouble(value -> value).sum());
    double absolute = differences.stream().mapToDouble(Math::abs).sum();
    double far = sum - ROUNDING * absolute;
    return d.length <= MOST_EXACT
        ? count(d, 0, 0, far) / Math.pow(2, d.length)
        : (drawn(d, far) + 1.0) / (DRAWS + 1);
  }

  /** The smallest p that the exact test of so many pairs can give: all signs equal, either way. */
  public static double smallest(int pairs) {
    return Math.pow(2, 1.0 - pairs);
  }

  /** Assignments of signs from one difference on, whose sum is far from zero. */
  private static long count(double[] d, int from, double sum, double far) {
    if (from == d.length) {
      return Math.abs(sum) >= far ? 1 : 0;
    }
    return count(d, from + 1, sum + d[from], far) + count(d, from + 1, sum - d[from], far);
  }

  private static int drawn(double[] d, double far) {
    SplittableRandom random = new SplittableRandom(d.length);
    int count = 0;
    for (int i = 0; i < DRAWS; i++) {
      double sum = 0;
      for (double value : d) {
        sum += random.nextBoolean() ? value : -value;
      }
      count += Math.abs(sum) >= far ? 1 : 0;
    }
    return count;
  }
}
