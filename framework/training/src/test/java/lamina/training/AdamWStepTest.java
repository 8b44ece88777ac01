package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import lamina.config.AdamW;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.Parameters;
import org.junit.jupiter.api.Test;
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

  @Test
  void aClampedTensorStaysInItsRangeAndOthersAreWhereTheyWouldBe() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Parameters free = parameters(manager);
      Declaration within = new Declaration();
      Parameters clamped = parameters(within, within.clamped(-0.1, 0.2), manager);
      AdamWStep one = new AdamWStep(CONFIG, 0, free, manager);
      AdamWStep other = new AdamWStep(CONFIG, 0, clamped, manager);
      for (int step = 0; step < 5; step++) {
        giveGradient(free, manager, gradient(step));
        giveGradient(clamped, manager, gradient(step));
        one.step(0.3);
        other.step(0.3);
        assertThat(of(clamped, 0)).isEqualTo(of(free, 0));
        assertThat(of(clamped, 1)).isEqualTo(set(of(clamped, 1), -0.1f, 0.2f));
        if (step == 0) {
          assertThat(of(clamped, 1)).isEqualTo(set(of(free, 1), -0.1f, 0.2f));
          assertThat(of(clamped, 1)).contains(-0.1f).contains(0.2f);
        }
        assertThat(other.state().mean()).isEqualTo(one.state().mean());
      }
    }
  }

  /** The first two steps move both, the next three the bias alone, the last three both again. */
  @Test
  void whatDoesNotMoveKeepsItsValuesAndItsMemoryAndIsNotDecayed() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Parameters parameters = parameters(manager);
      List<Declaration.Phase> phases =
          List.of(
              new Declaration.Phase(0.25, tensor -> true),
              new Declaration.Phase(0.625, tensor -> tensor.name().equals("bias")));
      AdamWStep optimizer = new AdamWStep(CONFIG, 0.5, parameters, phases, manager);
      for (int step = 0; step < 8; step++) {
        float[] values = parameters.values();
        AdamWStep.State state = optimizer.state();
        giveGradient(parameters, manager, gradient(step));
        double norm = optimizer.step(CONFIG.learningRate(), step, 8);
        boolean still = step >= 2 && step < 5;
        float[] counted = still ? part(gradient(step), MATRIX, SIZE) : gradient(step);
        assertThat(norm).isCloseTo(norm(counted), within(1e-6));
        for (int i = 0; i < SIZE; i++) {
          boolean same = still && i < MATRIX;
          assertThat(parameters.values()[i] == values[i]).isEqualTo(same);
          assertThat(optimizer.state().mean()[i] == state.mean()[i]).isEqualTo(same);
          assertThat(optimizer.state().square()[i] == state.square()[i]).isEqualTo(same);
        }
        assertThat(optimizer.state().steps()).isEqualTo(step + 1);
      }
    }
  }

  @Test
  void whatMovesLaterBeginsAsWithAnOptimizerThatHasMadeNoStep() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Parameters parameters = parameters(manager);
      List<Declaration.Phase> phases =
          List.of(new Declaration.Phase(0.5, tensor -> tensor.name().equals("bias")));
      AdamWStep optimizer = new AdamWStep(CONFIG, 0, parameters, phases, manager);
      Parameters fresh = parameters(manager);
      AdamWStep first = new AdamWStep(CONFIG, 0, fresh, manager);
      for (int step = 0; step < 4; step++) {
        giveGradient(parameters, manager, gradient(step));
        optimizer.step(CONFIG.learningRate(), step, 8);
      }
      assertThat(of(parameters, 0)).isEqualTo(of(fresh, 0));
      for (int step = 4; step < 8; step++) {
        giveGradient(parameters, manager, gradient(step));
        giveGradient(fresh, manager, gradient(step));
        optimizer.step(CONFIG.learningRate(), step, 8);
        first.step(CONFIG.learningRate());
        assertThat(of(parameters, 0)).as("step " + step).isEqualTo(of(fresh, 0));
      }
    }
  }

  @Test
  void aPhaseInWhichAllMovesIsNoPhase() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Parameters one = parameters(manager);
      Parameters other = parameters(manager);
      List<Declaration.Phase> phases = List.of(new Declaration.Phase(0.5, tensor -> true));
      AdamWStep plain = new AdamWStep(CONFIG, 0.5, one, manager);
      AdamWStep phased = new AdamWStep(CONFIG, 0.5, other, phases, manager);
      for (int step = 0; step < 6; step++) {
        giveGradient(one, manager, gradient(step));
        giveGradient(other, manager, gradient(step));
        plain.step(CONFIG.learningRate(), step, 6);
        phased.step(CONFIG.learningRate(), step, 6);
      }
      assertThat(other.values()).isEqualTo(one.values());
    }
  }

  /** Shares of which some are no whole number of steps, and some are but for a rounding. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.07, 0.1, 0.14, 0.28, 0.3, 0.55, 0.56, 0.57, 0.7, 1})
  void aPhaseEndsAtItsShareAndTensorsCountTheirOwnSteps(double until) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Declaration declare = new Declaration();
      declare.tensor("early", Initializer.constant(0), 1);
      declare.tensor("late", Initializer.constant(0), 1);
      declare.phases(
          List.of(new Declaration.Phase(until, tensor -> tensor.name().equals("early"))));
      Moving moving = new Moving(declare.phases(), declare.tensors(), manager);
      for (long all : new long[] {7, 10, 30, 100, 1000}) {
        int late = 0;
        for (long done = 0; done < all; done++) {
          boolean[] moves;
          double[] times;
          try (NDManager step = manager.newSubManager()) {
            Moving.Now now = moving.at(done, all, step);
            moves = now.moves().toBooleanArray();
            times = now.times();
          }
          assertThat(moves).containsExactly(true, (double) done / all >= until);
          late += moves[1] ? 1 : 0;
          assertThat(times).containsExactly(done + 1, Math.max(1, late));
        }
      }
    }
  }

  private static Parameters parameters(NDManager manager) {
    Declaration declare = new Declaration();
    return parameters(declare, declare, manager);
  }

  /** A matrix, and a bias that is declared in a way of its own. */
  private static Parameters parameters(Declaration declare, Declaration ofBias, NDManager manager) {
    declare.tensor("matrix", Initializer.fanIn(2), 2, 3);
    ofBias.tensor("bias", Initializer.fanIn(2), 3);
    return Parameters.initial(declare, 1, manager);
  }

  private static float[] gradient(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] gradient = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      gradient[i] = (float) (2 * random.nextDouble() - 1);
    }
    return gradient;
  }

  /** The values of the matrix, or of the bias. */
  private static float[] of(Parameters parameters, int tensor) {
    return tensor == 0
        ? part(parameters.values(), 0, MATRIX)
        : part(parameters.values(), MATRIX, SIZE);
  }

  private static float[] part(float[] values, int from, int to) {
    return Arrays.copyOfRange(values, from, to);
  }

  private static float[] set(float[] values, float least, float most) {
    float[] set = new float[values.length];
    for (int i = 0; i < set.length; i++) {
      set[i] = Math.min(most, Math.max(least, values[i]));
    }
    return set;
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
