package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.SplittableRandom;
import lamina.config.AdamW;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.Parameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdamWStepTest {
  private static final AdamW CONFIG = new AdamW(0.05, 0.1, 0.8, 0.95, 1e-6);
  private static final int MATRIX = 6;
  private static final int SIZE = 9;

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5})
  void stepsFollowThePublishedFormulas(double clipNorm) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Declaration declare = new Declaration();
      declare.tensor("matrix", Initializer.fanIn(2), 2, 3);
      declare.tensor("bias", Initializer.fanIn(2), 3);
      Parameters parameters = Parameters.initial(declare, 1, manager);
      AdamWStep optimizer = new AdamWStep(CONFIG, clipNorm, parameters, manager);
      double[] expected = doubles(parameters.values());
      double[] mean = new double[SIZE];
      double[] square = new double[SIZE];
      SplittableRandom random = new SplittableRandom(2);
      for (int step = 1; step <= 20; step++) {
        float[] gradient = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
          gradient[i] = (float) (2 * random.nextDouble() - 1);
        }
        giveGradient(parameters, manager, gradient);
        double norm = optimizer.step(CONFIG.learningRate());
        assertThat(norm).isCloseTo(norm(gradient), within(1e-5));
        reference(expected, mean, square, doubles(gradient), clipNorm, step);
      }
      float[] actual = parameters.values();
      for (int i = 0; i < SIZE; i++) {
        assertThat((double) actual[i]).isCloseTo(expected[i], within(2e-6));
      }
    }
  }

  /** Loshchilov and Hutter, algorithm 2, in double precision; decay for the matrix alone. */
  private static void reference(
      double[] x, double[] mean, double[] square, double[] gradient, double clip, int step) {
    double norm = norm(floats(gradient));
    double scale = clip > 0 && norm > clip ? clip / norm : 1;
    for (int i = 0; i < SIZE; i++) {
      double g = gradient[i] * scale;
      mean[i] = CONFIG.beta1() * mean[i] + (1 - CONFIG.beta1()) * g;
      square[i] = CONFIG.beta2() * square[i] + (1 - CONFIG.beta2()) * g * g;
      double m = mean[i] / (1 - Math.pow(CONFIG.beta1(), step));
      double v = square[i] / (1 - Math.pow(CONFIG.beta2(), step));
      double decay = i < MATRIX ? CONFIG.weightDecay() * x[i] : 0;
      x[i] -= CONFIG.learningRate() * (m / (Math.sqrt(v) + CONFIG.epsilon()) + decay);
    }
  }

  /** The gradient of sum(parameters * g) is g. */
  private static void giveGradient(Parameters parameters, NDManager manager, float[] gradient) {
    try (var collector = Engine.getInstance().newGradientCollector()) {
      NDArray g = manager.create(gradient);
      collector.backward(parameters.flat().mul(g).sum());
    }
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
