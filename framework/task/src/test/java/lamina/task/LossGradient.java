package lamina.task;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;

/** Holds the gradient of a loss, computed after a garbage collection, to finite differences. */
public final class LossGradient {
  /** An edge of a ReLU near by spoils the difference at one step, a wrong gradient at every one. */
  private static final double[] STEPS = {1e-3, 3e-4, 1e-4, 3e-5};

  private LossGradient() {}

  /** Along the gradient and along random directions, away from the starting values. */
  public static void check(NDManager manager, Parameters parameters, Function<Pass, NDArray> loss) {
    shake(parameters);
    float[] gradient = of(manager, parameters, loss);
    double norm = Math.sqrt(dot(gradient, gradient));
    assertThat(norm).isGreaterThan(0.1);
    float[] at = parameters.values();
    for (float[] direction : directions(gradient, norm)) {
      double nearest = Double.POSITIVE_INFINITY;
      for (double step : STEPS) {
        double above = value(manager, moved(parameters, at, direction, step), loss);
        double below = value(manager, moved(parameters, at, direction, -step), loss);
        double error = dot(gradient, direction) - (above - below) / (2 * step);
        nearest = Math.min(nearest, Math.abs(error));
      }
      assertThat(nearest).isLessThan(0.01 * norm);
    }
    parameters.set(at);
  }

  /** Moves what starts at zero, where LayerNorm is too steep for differences. */
  public static void shake(Parameters parameters) {
    float[] values = parameters.values();
    SplittableRandom random = new SplittableRandom(17);
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (0.4 * (random.nextDouble() - 0.5));
    }
    parameters.set(values);
  }

  /** The gradient in all parameters. */
  public static float[] of(NDManager manager, Parameters parameters, Function<Pass, NDArray> loss) {
    try (var collector = Engine.getInstance().newGradientCollector();
        Pass pass = Pass.training(manager, parameters)) {
      NDArray value = loss.apply(pass);
      System.gc();
      pass.backward(value);
    }
    try (NDArray gradient = parameters.flat().getGradient()) {
      return gradient.toFloatArray();
    }
  }

  private static List<float[]> directions(float[] gradient, double norm) {
    SplittableRandom random = new SplittableRandom(6);
    List<float[]> directions = new ArrayList<>();
    float[] along = gradient.clone();
    for (int i = 0; i < along.length; i++) {
      along[i] /= (float) norm;
    }
    directions.add(along);
    for (int round = 0; round < 4; round++) {
      float[] any = new float[gradient.length];
      for (int i = 0; i < any.length; i++) {
        any[i] = (float) ((random.nextBoolean() ? 1 : -1) / Math.sqrt(any.length));
      }
      directions.add(any);
    }
    return directions;
  }

  private static Parameters moved(Parameters parameters, float[] from, float[] by, double step) {
    float[] values = from.clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (step * by[i]);
    }
    parameters.set(values);
    return parameters;
  }

  private static double value(
      NDManager manager, Parameters parameters, Function<Pass, NDArray> loss) {
    try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
      return loss.apply(pass).getFloat();
    }
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
