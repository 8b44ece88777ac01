package lamina.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import lamina.config.Activation;
import lamina.config.AttentionMask;
import lamina.config.Normalisation;
import lamina.config.Transformer;
import lamina.mask.NoMask;
import lamina.model.attention.Visible;
import lamina.model.encoder.Encoder;
import lamina.zoo.AdaptivelySparse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gradients of what attention weighs and attends to, in an encoder that has dropout in training.
 */
class ExplainingTest {
  private static final int EXAMPLES = 2;
  private static final int HEADS = 2;
  private static final int LAYERS = 2;
  private static final int WIDTH = 4;
  private static final double STEP = 2e-3;
  private static final Transformer BACKBONE =
      new Transformer(LAYERS, HEADS, WIDTH, 8, 0.3, Activation.GELU, Normalisation.PRE);

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  static Stream<AttentionMask> masks() {
    return Stream.of(
        new NoMask(),
        Given.mask().resolved(BACKBONE),
        new AdaptivelySparse(AdaptivelySparse.Alpha.LEARNED, 30),
        new AdaptivelySparse(AdaptivelySparse.Alpha.ENTMAX_15, 30));
  }

  @ParameterizedTest
  @MethodSource("masks")
  void theGradientOfWeightsIsWhatAddingToThemDoes(AttentionMask mask) {
    Subject subject = new Subject(mask);
    Shape shape = new Shape(EXAMPLES, HEADS, Given.TOKENS, Given.TOKENS);
    for (int layer = 0; layer < LAYERS; layer++) {
      assertFiniteDifferences(subject, layer, shape, Added::weights);
    }
  }

  @ParameterizedTest
  @MethodSource("masks")
  void theGradientOfContextsIsWhatAddingToThemDoes(AttentionMask mask) {
    Subject subject = new Subject(mask);
    Shape shape = new Shape(EXAMPLES, HEADS, Given.TOKENS, WIDTH / HEADS);
    for (int layer = 0; layer < LAYERS; layer++) {
      assertFiniteDifferences(subject, layer, shape, Added::contexts);
    }
  }

  /** Dropout would make each of them another one. */
  @ParameterizedTest
  @MethodSource("masks")
  void whatComesOutIsWhatAnEvaluationGives(AttentionMask mask) {
    Subject subject = new Subject(mask);
    float[] expected;
    try (Pass pass = Pass.evaluation(manager, subject.parameters, Observer.NOBODY)) {
      expected = subject.output(pass).toFloatArray();
    }
    for (int i = 0; i < 2; i++) {
      try (Pass pass = Pass.explaining(manager, subject.parameters, Observer.NOBODY, Moment.NONE)) {
        assertThat(pass.explains()).isTrue();
        assertThat(pass.trains()).isFalse();
        assertThat(pass.drops(0.3)).isFalse();
        assertThat(Floats.distance(subject.output(pass).toFloatArray(), expected)).isLessThan(1e-6);
      }
    }
    try (Pass pass = Pass.training(manager, subject.parameters)) {
      assertThat(Floats.distance(subject.output(pass).toFloatArray(), expected))
          .isGreaterThan(1e-2);
    }
  }

  private void assertFiniteDifferences(
      Subject subject, int layer, Shape shape, BiFunction<Integer, NDArray, Observer> adding) {
    float[] gradient;
    try (var collector = Engine.getInstance().newGradientCollector()) {
      NDArray leaf = manager.zeros(shape);
      leaf.setRequiresGradient(true);
      try (Pass pass =
          Pass.explaining(manager, subject.parameters, adding.apply(layer, leaf), Moment.NONE)) {
        pass.backward(subject.loss(pass));
      }
      gradient = leaf.getGradient().toFloatArray();
    }
    double norm = Floats.length(gradient);
    assertThat(norm).isGreaterThan(0.1);
    List<float[]> directions = new ArrayList<>();
    directions.add(gradient.clone());
    for (int seed = 0; seed < 3; seed++) {
      directions.add(Given.uniform(manager, seed, shape.getShape()).toFloatArray());
    }
    for (int i = 0; i < gradient.length; i += 7) {
      float[] one = new float[gradient.length];
      one[i] = 1;
      directions.add(one);
    }
    for (float[] direction : directions) {
      double length = Floats.length(direction);
      double rise =
          subject.lossWith(adding, layer, shape, direction, STEP / length)
              - subject.lossWith(adding, layer, shape, direction, -STEP / length);
      assertThat(Floats.dot(gradient, direction) / length)
          .isCloseTo(rise / (2 * STEP), within(0.003 * norm));
    }
  }

  /** Adds an array in one layer. */
  private static final class Added {
    static Observer weights(int to, NDArray more) {
      return new Observer() {
        @Override
        public NDArray weights(int layer, NDArray weights) {
          return layer == to ? weights.add(more) : weights;
        }
      };
    }

    static Observer contexts(int to, NDArray more) {
      return new Observer() {
        @Override
        public NDArray contexts(int layer, NDArray contexts) {
          return layer == to ? contexts.add(more) : contexts;
        }
      };
    }
  }

  /** An encoder and its input; the last token of the second example is padding. */
  private final class Subject {
    private final Encoder encoder;
    private final Parameters parameters;

    Subject(AttentionMask mask) {
      Declaration declare = new Declaration();
      this.encoder = new Encoder(declare, BACKBONE, mask, Encoder.alone(Given.TOKENS).padded());
      this.parameters = Given.parameters(declare, 3, manager);
    }

    NDArray output(Pass pass) {
      NDArray x = Given.uniform(pass.manager(), 1, EXAMPLES, Given.TOKENS, WIDTH);
      boolean[] real = new boolean[EXAMPLES * Given.TOKENS];
      for (int i = 0; i < real.length; i++) {
        real[i] = i < real.length - 1;
      }
      NDArray keys = pass.manager().create(real, new Shape(EXAMPLES, Given.TOKENS));
      return encoder.forward(pass, x, Visible.keys(keys));
    }

    NDArray loss(Pass pass) {
      NDArray output = output(pass);
      NDArray by = Given.uniform(pass.manager(), 2, output.getShape().getShape());
      return output.mul(by).sum();
    }

    double lossWith(
        BiFunction<Integer, NDArray, Observer> adding,
        int layer,
        Shape shape,
        float[] direction,
        double by) {
      float[] more = new float[direction.length];
      for (int i = 0; i < more.length; i++) {
        more[i] = (float) (by * direction[i]);
      }
      Observer observer = adding.apply(layer, manager.create(more, shape));
      try (Pass pass = Pass.explaining(manager, parameters, observer, Moment.NONE)) {
        float[] output = output(pass).toFloatArray();
        float[] weights =
            Given.uniform(pass.manager(), 2, EXAMPLES, Given.TOKENS, WIDTH).toFloatArray();
        return Floats.dot(output, weights);
      }
    }
  }
}
