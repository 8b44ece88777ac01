package lamina.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import lamina.config.Activation;
import lamina.config.AttentionMask;
import lamina.config.LearnableMask;
import lamina.config.Normalisation;
import lamina.config.Transformer;
import lamina.model.attention.Visible;
import lamina.model.encoder.Encoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class EveryVariantTest {
  private static final int BATCH = 2;

  static Set<String> names() {
    return NamedVariants.all().keySet();
  }

  @Test
  void noVariantIsMissingFromTheTable() {
    List<String> expected = new ArrayList<>();
    for (Class<?> kind : AttentionMask.class.getPermittedSubclasses()) {
      assertThat(NamedVariants.all().values())
          .as("a case of " + kind.getSimpleName())
          .anyMatch(variant -> kind.isInstance(variant.mask()));
      for (var component : kind.getRecordComponents()) {
        if (component.getType().isEnum()) {
          for (Object constant : component.getType().getEnumConstants()) {
            expected.add(NamedVariants.name(kind, (Enum<?>) constant));
          }
        }
      }
    }
    assertThat(expected).isNotEmpty();
    assertThat(names()).containsAll(expected);
  }

  @ParameterizedTest
  @MethodSource("names")
  void hasItsExactNumberOfParameters(String name) {
    NamedVariants.Case variant = NamedVariants.all().get(name);
    Declaration declaration = new Declaration();
    new Encoder(declaration, Given.backbone(), variant.mask(), Given.TOKENS);
    assertThat(declaration.size()).isEqualTo(variant.parameters());
  }

  @ParameterizedTest
  @MethodSource("names")
  void hasTheGradientOfFiniteDifferencesAfterACollection(String name) {
    checkGradient(Given.backbone(), NamedVariants.all().get(name).mask());
  }

  @ParameterizedTest
  @EnumSource(Normalisation.class)
  void everyNormalisationHasTheGradientOfFiniteDifferences(Normalisation normalisation) {
    checkGradient(Given.backbone().withNormalisation(normalisation), Given.mask());
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void everyActivationHasTheGradientOfFiniteDifferences(Activation activation) {
    checkGradient(Given.backbone().withActivation(activation), Given.mask());
  }

  private static void checkGradient(Transformer backbone, AttentionMask mask) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Declaration declaration = new Declaration();
      Encoder encoder = new Encoder(declaration, backbone, mask, Given.TOKENS);
      Parameters parameters = Parameters.initial(declaration, 3, manager);
      shake(parameters);
      NDArray x = Given.uniform(manager, 1, BATCH, Given.TOKENS, backbone.width());
      NDArray weights = Given.uniform(manager, 2, BATCH, Given.TOKENS, backbone.width());
      float[] gradient = gradient(manager, encoder, parameters, x, weights);
      double norm = Math.sqrt(dot(gradient, gradient));
      assertThat(norm).isGreaterThan(0.1);

      float[] at = parameters.values();
      for (float[] direction : directions(declaration, gradient, norm)) {
        double step = 2e-3;
        double above = loss(manager, encoder, moved(parameters, at, direction, step), x, weights);
        double below = loss(manager, encoder, moved(parameters, at, direction, -step), x, weights);
        assertThat(dot(gradient, direction))
            .isCloseTo((above - below) / (2 * step), within(0.004 * norm));
      }
    }
  }

  /** Moves identity starts off their zeros, where parts of the gradient vanish. */
  private static void shake(Parameters parameters) {
    float[] values = parameters.values();
    SplittableRandom random = new SplittableRandom(17);
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (0.2 * (random.nextDouble() - 0.5));
    }
    parameters.set(values);
  }

  /** The gradient itself, each tensor's part of it, and random directions; all of length 1. */
  private static List<float[]> directions(Declaration declare, float[] gradient, double norm) {
    List<float[]> directions = new ArrayList<>();
    directions.add(scaled(gradient, 1 / norm));
    int from = 0;
    for (Declaration.Tensor tensor : declare.tensors()) {
      float[] part = new float[gradient.length];
      SplittableRandom random = new SplittableRandom(from);
      for (int i = from; i < from + tensor.size(); i++) {
        part[i] = (float) (2 * random.nextDouble() - 1);
      }
      directions.add(scaled(part, 1 / Math.sqrt(dot(part, part))));
      from += tensor.size();
    }
    return directions;
  }

  private static float[] gradient(
      NDManager manager, Encoder encoder, Parameters parameters, NDArray x, NDArray weights) {
    try (var collector = Engine.getInstance().newGradientCollector();
        Pass pass = Pass.training(manager, parameters)) {
      NDArray loss =
          encoder.forward(pass, pass.zeros(x.getShape()).add(x), Visible.ALL).mul(weights).sum();
      collectGarbage();
      pass.backward(loss);
    }
    try (NDArray gradient = parameters.flat().getGradient()) {
      return gradient.toFloatArray();
    }
  }

  private static double loss(
      NDManager manager, Encoder encoder, Parameters parameters, NDArray x, NDArray weights) {
    try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
      NDArray input = pass.zeros(x.getShape()).add(x);
      return dot(encoder.forward(pass, input, Visible.ALL).toFloatArray(), weights.toFloatArray());
    }
  }

  /** Frees what nobody holds, and writes over the freed memory. */
  private static void collectGarbage() {
    System.gc();
    Stream.generate(() -> ByteBuffer.allocateDirect(4).putFloat(0, 1234f))
        .limit(2000)
        .forEach(ByteBuffer::capacity);
  }

  private static Parameters moved(
      Parameters parameters, float[] at, float[] direction, double step) {
    float[] values = Arrays.copyOf(at, at.length);
    for (int i = 0; i < values.length; i++) {
      values[i] += (float) (step * direction[i]);
    }
    parameters.set(values);
    return parameters;
  }

  private static float[] scaled(float[] values, double factor) {
    float[] scaled = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      scaled[i] = (float) (values[i] * factor);
    }
    return scaled;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  @Test
  void theMaskOfAResolvedConfigurationIsTheSame() {
    LearnableMask mask = Given.mask();
    assertThat(mask.resolved(Given.backbone())).isEqualTo(mask.withHidden(4));
  }
}
