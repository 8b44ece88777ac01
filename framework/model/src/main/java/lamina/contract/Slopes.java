package lamina.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import lamina.model.Declaration;
import lamina.model.attention.Visible;

/** Holds autograd's gradients to finite differences along random directions. */
final class Slopes {
  private static final double MOST = 0.03;

  private final Subject subject;
  private double worst;
  private String where = "nothing";
  private double said;
  private double rises;

  Slopes(Subject subject) {
    this.subject = subject;
  }

  Finding finding() {
    float[] tokens = Subject.tokens(1);
    Subject.Step step = subject.step(tokens, 0, pass -> Visible.ALL);
    float[] values = subject.parameters().values();
    double whole = Numbers.norm(step.ofParameters());
    int from = 0;
    for (Declaration.Tensor tensor : subject.parameters().tensors()) {
      int start = from;
      from += tensor.size();
      compare(
          tensor.name(),
          Arrays.copyOfRange(step.ofParameters(), start, from),
          whole,
          by -> {
            subject.parameters().set(Numbers.moved(values, start, by));
            double loss = loss(tokens);
            subject.parameters().set(values);
            return loss;
          });
    }
    compare(
        "the input",
        step.ofInput(),
        Numbers.norm(step.ofInput()),
        by -> loss(Numbers.moved(tokens, 0, by)));
    String detail =
        String.format(Locale.ROOT, "off by %.1e of the slope at most, in %s", worst, where);
    detail +=
        worst <= MOST
            ? ""
            : String.format(
                Locale.ROOT, ": autograd says %.4g, the loss rises by %.4g", said, rises);
    return new Finding(Rule.GRADIENTS, worst <= MOST, detail);
  }

  private double loss(float[] tokens) {
    return subject.loss(tokens, 0);
  }

  /**
   * Takes the best of some distances and directions, since a discrete choice may turn within one of
   * them.
   *
   * @param whole the norm of all gradients, beside which a small one is lost in rounding
   */
  private void compare(
      String name, float[] gradient, double whole, ToDoubleFunction<float[]> lossAfter) {
    SplittableRandom random = new SplittableRandom(17);
    double best = Double.POSITIVE_INFINITY;
    double bestSlope = 0;
    double bestSeen = 0;
    for (double distance : new double[] {1e-2, 3e-2, 3e-3, 1e-2, 1e-3}) {
      double each = distance / Math.sqrt(gradient.length);
      float[] by = new float[gradient.length];
      double slope = 0;
      for (int i = 0; i < by.length; i++) {
        by[i] = (float) (random.nextBoolean() ? each : -each);
        slope += gradient[i] * by[i] / distance;
      }
      double rise = lossAfter.applyAsDouble(by) - lossAfter.applyAsDouble(Numbers.negated(by));
      double seen = rise / (2 * distance);
      double scale = Math.max(Math.max(Math.abs(slope), Math.abs(seen)), 0.02 * whole + 1e-2);
      double wrong = Math.abs(seen - slope) / scale;
      if (wrong < best || best == Double.POSITIVE_INFINITY) {
        bestSlope = slope;
        bestSeen = seen;
      }
      best = Math.min(best, Double.isNaN(wrong) ? Double.POSITIVE_INFINITY : wrong);
      if (best < MOST / 3) {
        break;
      }
    }
    if (best > worst) {
      worst = best;
      where = name;
      said = bestSlope;
      rises = bestSeen;
    }
  }
}
