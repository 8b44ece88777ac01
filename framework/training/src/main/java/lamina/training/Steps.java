package lamina.training;

import java.util.Map;

/** What the steps of an epoch were like. */
final class Steps {
  static final String PREFIX = "training/";

  private int count;
  private double losses;
  private double gradientNorms;
  private double greatestGradientNorm;

  /** One step: its loss, and the L2 norm of all gradients together before clipping. */
  void add(double loss, double gradientNorm) {
    count++;
    losses += loss;
    gradientNorms += gradientNorm;
    greatestGradientNorm = Math.max(greatestGradientNorm, gradientNorm);
  }

  Map<String, Double> averages() {
    return Map.of(
        PREFIX + "loss", losses / count,
        PREFIX + "gradient-norm", gradientNorms / count,
        PREFIX + "gradient-norm-max", greatestGradientNorm);
  }
}
