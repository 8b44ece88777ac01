package lamina.results.statistics;

import org.apache.commons.math3.special.Gamma;

/** Hedges' correction of a standardised mean difference (J. Educational Statistics 6, 1981). */
public final class Hedges {
  private Hedges() {}

  /**
   * What an effect size is multiplied by to be unbiased, exactly: Γ(m/2) / (√(m/2) Γ((m-1)/2)).
   *
   * @param degrees of freedom of the standard deviation; below two there is none, and it is NaN
   */
  public static double correction(int degrees) {
    if (degrees < 2) {
      return Double.NaN;
    }
    double half = degrees / 2.0;
    return Math.exp(Gamma.logGamma(half) - Gamma.logGamma(half - 0.5)) / Math.sqrt(half);
  }
}
