package lamina.results.statistics;

import org.apache.commons.math3.analysis.integration.SimpsonIntegrator;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.special.Gamma;

/**
 * Power of the two-sided t test at the 5 % level, by the noncentral t distribution (Cohen,
 * Statistical Power Analysis for the Behavioral Sciences, 1988).
 */
public final class Power {
  private static final double LEVEL = 0.05;
  private static final double WANTED = 0.8;
  private static final double GREATEST_EFFECT = 100;
  private static final double TAIL = 1e-12;

  private Power() {}

  /** Of the paired test of so many pairs, for a true effect d_z. */
  public static double ofPaired(int pairs, double dz) {
    return ofT(pairs - 1, dz * Math.sqrt(pairs));
  }

  /**
   * The smallest true effect d_z that the paired test finds with power 0.8, one test alone.
   *
   * @param pairs at least two
   */
  public static double smallestEffect(int pairs) {
    return new BrentSolver(1e-9).solve(200, dz -> ofPaired(pairs, dz) - WANTED, 0, GREATEST_EFFECT);
  }

  /** The probability that |t| is beyond its critical value. */
  static double ofT(int degrees, double noncentrality) {
    double critical = new TDistribution(null, degrees).inverseCumulativeProbability(1 - LEVEL / 2);
    return 1 - below(critical, degrees, noncentrality) + below(-critical, degrees, noncentrality);
  }

  /**
   * P(T ≤ t) as the mean of Φ(t s - δ) over s, a chi variable over the root of its degrees of
   * freedom.
   */
  private static double below(double t, int degrees, double noncentrality) {
    NormalDistribution normal = new NormalDistribution(null, 0, 1);
    double most =
        Math.sqrt(
            new ChiSquaredDistribution(null, degrees).inverseCumulativeProbability(1 - TAIL)
                / degrees);
    return new SimpsonIntegrator(1e-10, 1e-11, 9, 24)
        .integrate(
            1 << 25,
            s -> normal.cumulativeProbability(t * s - noncentrality) * density(s, degrees),
            0,
            most);
  }

  private static double density(double s, int degrees) {
    if (s == 0) {
      return degrees == 1 ? Math.sqrt(2 / Math.PI) : 0;
    }
    double half = degrees / 2.0;
    return Math.exp(
        Math.log(2)
            + half * Math.log(half)
            - Gamma.logGamma(half)
            + (degrees - 1) * Math.log(s)
            - half * s * s);
  }
}
