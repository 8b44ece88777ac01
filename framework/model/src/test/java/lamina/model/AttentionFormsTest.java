package lamina.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import lamina.mask.Bounded;
import lamina.mask.LowRank;
import lamina.mask.MaskFusion;
import lamina.mask.MaskedSteps;
import lamina.mask.Matrix;
import lamina.model.attention.Attention;
import lamina.model.attention.AttentionInput;
import lamina.model.attention.ChunkedAttention;
import lamina.model.attention.FusedAttention;
import lamina.model.attention.Kinds;
import lamina.model.attention.MaterialisedAttention;
import lamina.model.attention.Side;
import lamina.model.attention.Steps;
import lamina.model.attention.Visible;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way of computing attention against the materialised one, values and all gradients. A
 * gradient that is zero but for rounding (the softmax ignores what is added to a whole row) is held
 * to a tenth of the longest.
 */
class AttentionFormsTest {
  private static final double RELATIVE = 1e-5;
  private static final Parameters NOTHING = nothing();

  /** Shapes that a seed stands for: N from 1 to 300, self- or cross-attention, padding, causal. */
  record Given(
      long seed,
      int batch,
      int heads,
      int dk,
      int nq,
      int nk,
      int rank,
      boolean padding,
      boolean causal,
      String mask) {
    static Given of(long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      int nq = 1 + (int) Math.pow(300, random.nextDouble());
      boolean cross = random.nextInt(3) == 0;
      int nk = cross ? 1 + random.nextInt(300) : nq;
      String[] masks = {"none", "by position", "by content", "sigmoid", "matrix"};
      return new Given(
          seed,
          1 + random.nextInt(3),
          1 + random.nextInt(4),
          1 + random.nextInt(16),
          nq,
          nk,
          1 + random.nextInt(12),
          random.nextBoolean(),
          !cross && random.nextInt(3) == 0,
          masks[random.nextInt(masks.length)]);
    }

    boolean lowRank() {
      return !masked() || mask.startsWith("by");
    }

    boolean masked() {
      return !mask.equals("none");
    }
  }

  static Stream<Given> cases() {
    return Stream.iterate(0L, seed -> seed + 1).limit(60).map(Given::of);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithTheMaterialisedFormInValuesAndGradients(Given given) {
    for (MaskFusion fusion : MaskFusion.values()) {
      Steps steps = steps(given, fusion);
      MaterialisedAttention exact = new MaterialisedAttention(steps, 0);
      List<float[]> expected = run(given, exact);
      List<Attention> forms = new ArrayList<>(List.of(new ChunkedAttention(exact, 700)));
      if (given.lowRank() && (!given.masked() || fusion != MaskFusion.MULTIPLY_SHIFTED)) {
        forms.add(new FusedAttention(steps));
      }
      for (Attention form : forms) {
        List<float[]> actual = run(given, form);
        assertThat(actual).hasSameSizeAs(expected);
        double longest = expected.stream().skip(1).mapToDouble(Floats::length).max().orElseThrow();
        for (int i = 0; i < expected.size(); i++) {
          assertThat(Floats.distance(actual.get(i), expected.get(i), i == 0 ? 0 : longest / 10))
              .as("%s of %s, %s", i == 0 ? "values" : "gradient " + i, form, given)
              .isLessThan(RELATIVE);
        }
        assertThat(run(given, form)).as("the same bits again").containsExactlyElementsOf(actual);
      }
    }
  }

  /**
   * The values are linear in v, so that the gradient is exact only under the forward's own draws.
   */
  @Test
  void dropoutDrawsTheSameInTheBackwardPass() {
    Given given = new Given(0, 2, 2, 8, 60, 60, 4, true, false, "by position");
    Attention form =
        new ChunkedAttention(new MaterialisedAttention(steps(given, MaskFusion.ADD), 0.3), 700);
    List<float[]> once = runFrom(given, form, 5);
    assertThat(runFrom(given, form, 5)).containsExactlyElementsOf(once);
    assertThat(runFrom(given, form, 6).get(0)).isNotEqualTo(once.get(0));
    float[] weights;
    float[] v;
    try (NDManager manager = NDManager.newBaseManager()) {
      weights = random(manager, 9, given.batch, given.heads, given.nq, given.dk).toFloatArray();
      v = input(given, manager).v().toFloatArray();
    }
    double loss = Floats.dot(once.get(0), weights);
    assertThat(Floats.dot(once.get(3), v)).isCloseTo(loss, within(1e-3));
  }

  /** Or else the next step would drop what this step has dropped. */
  @Test
  void theBackwardPassDoesNotLeaveTheForwardsRandomnessBehind() {
    Given given = new Given(0, 2, 2, 8, 60, 60, 4, false, false, "none");
    Attention form =
        new ChunkedAttention(new MaterialisedAttention(steps(given, MaskFusion.ADD), 0.3), 700);
    try (NDManager manager = NDManager.newBaseManager();
        var collector = Engine.getInstance().newGradientCollector();
        Pass pass = Pass.training(manager, NOTHING)) {
      AttentionInput input = input(given, manager).map(array -> remember(array, new ArrayList<>()));
      Engine.getInstance().setRandomSeed(5);
      NDArray values = form.attend(pass, input);
      float[] afterForward = manager.randomUniform(0, 1, new Shape(8)).toFloatArray();
      pass.backward(values.sum());
      float[] afterBackward = manager.randomUniform(0, 1, new Shape(8)).toFloatArray();
      assertThat(afterBackward).isNotEqualTo(afterForward);
    }
  }

  @Test
  void causalAttentionNeedsAKeyForEveryQuery() {
    Given given = new Given(0, 1, 1, 2, 5, 4, 1, false, true, "none");
    try (NDManager manager = NDManager.newBaseManager()) {
      assertThatThrownBy(() -> input(given, manager))
          .hasMessage("causal attention must have a key for every query, got 5 queries and 4 keys");
    }
  }

  @Test
  void fusedAttentionRefusesScoresWithoutFeatures() {
    Given low = new Given(0, 1, 1, 2, 3, 3, 1, false, false, "by position");
    Given bounded = new Given(0, 1, 1, 2, 3, 3, 1, false, false, "sigmoid");
    assertThatThrownBy(() -> fused(low, steps(low, MaskFusion.MULTIPLY_SHIFTED)))
        .hasMessageStartingWith("this fusion has no features");
    assertThatThrownBy(() -> fused(bounded, steps(bounded, MaskFusion.ADD)))
        .hasMessageStartingWith("a mask of full rank has no features");
    assertThatThrownBy(() -> fused(low, new Steps() {}))
        .hasMessageStartingWith("these steps have no features");
  }

  private static void fused(Given given, Steps steps) {
    try (NDManager manager = NDManager.newBaseManager();
        Pass pass = Pass.evaluation(manager, NOTHING, Observer.NOBODY)) {
      new FusedAttention(steps).attend(pass, input(given, manager));
    }
  }

  /** The first example has nothing but padding; the second sees all keys. */
  @ParameterizedTest
  @EnumSource(MaskFusion.class)
  void aQueryThatSeesNoKeyAttendsToNothing(MaskFusion fusion) {
    for (String mask : List.of("none", "by position", "sigmoid")) {
      Given given = new Given(0, 2, 2, 4, 9, 9, 3, false, false, mask);
      Steps steps = steps(given, fusion);
      MaterialisedAttention exact = new MaterialisedAttention(steps, 0);
      List<Attention> forms = new ArrayList<>(List.of(exact, new ChunkedAttention(exact, 70)));
      if (steps.featureWidth(given.dk).isPresent()) {
        forms.add(new FusedAttention(steps));
      }
      for (Attention form : forms) {
        List<float[]> padded = run(given, form, AttentionFormsTest::firstHidden);
        List<float[]> all = run(given, form);
        int half = padded.get(0).length / 2;
        float[] zeros = new float[half];
        for (int i = 0; i < 4; i++) {
          String what = "%s of %s, %s".formatted(i == 0 ? "values" : "gradient " + i, form, mask);
          float[] seen = Arrays.copyOfRange(all.get(i), half, 2 * half);
          assertThat(Arrays.copyOf(padded.get(i), half)).as(what).isEqualTo(zeros);
          assertThat(Arrays.copyOfRange(padded.get(i), half, 2 * half))
              .as(what)
              .containsExactly(seen, within(1e-5f));
        }
        for (float[] gradient : padded) {
          for (float value : gradient) {
            assertThat(value).isFinite();
          }
        }
      }
    }
  }

  private static AttentionInput firstHidden(AttentionInput input) {
    boolean[] real = new boolean[2 * (int) input.keys()];
    Arrays.fill(real, real.length / 2, real.length, true);
    NDArray keys = input.q().getManager().create(real, new Shape(2, input.keys()));
    return input.with(input.q(), input.k(), input.v(), Visible.keys(keys));
  }

  private static List<float[]> runFrom(Given given, Attention form, int seed) {
    Engine.getInstance().setRandomSeed(seed);
    return run(given, form);
  }

  /** Values, and then the gradients of q, k, v and the mask's arrays. */
  private static List<float[]> run(Given given, Attention form) {
    return run(given, form, UnaryOperator.identity());
  }

  private static List<float[]> run(
      Given given, Attention form, UnaryOperator<AttentionInput> change) {
    try (NDManager manager = NDManager.newBaseManager()) {
      List<NDArray> leaves = new ArrayList<>();
      AttentionInput input =
          change.apply(input(given, manager)).map(array -> remember(array, leaves));
      List<float[]> results = new ArrayList<>();
      try (var collector = Engine.getInstance().newGradientCollector();
          Pass pass = Pass.training(manager, NOTHING)) {
        NDArray values = form.attend(pass, input);
        results.add(values.toFloatArray());
        NDArray weights = lamina.model.Given.uniform(manager, 9, values.getShape().getShape());
        pass.backward(values.mul(weights).sum());
      }
      for (NDArray leaf : leaves) {
        results.add(leaf.getGradient().toFloatArray());
      }
      return results;
    }
  }

  private static NDArray remember(NDArray array, List<NDArray> leaves) {
    if (array.getDataType().isFloating()) {
      array.setRequiresGradient(true);
      leaves.add(array);
    }
    return array;
  }

  private static AttentionInput input(Given given, NDManager manager) {
    NDArray q = random(manager, 1, given.batch, given.heads, given.nq, given.dk);
    NDArray k = random(manager, 2, given.batch, given.heads, given.nk, given.dk);
    NDArray v = random(manager, 3, given.batch, given.heads, given.nk, given.dk);
    NDArray h = random(manager, 4, given.batch, given.nq, given.rank);
    Side mask =
        switch (given.mask) {
          case "none" -> Side.NONE;
          case "by position" ->
              new LowRank(
                  h, random(manager, 5, given.nk, given.rank), random(manager, 6, given.nk));
          case "by content" ->
              new LowRank(
                  h, random(manager, 5, given.batch, given.nk, given.rank), random(manager, 6, 1));
          case "sigmoid" ->
              new Bounded(
                  new LowRank(
                      h, random(manager, 5, given.nk, given.rank), random(manager, 6, given.nk)),
                  ai.djl.nn.Activation::sigmoid);
          default -> new Matrix(random(manager, 5, 1, given.nq, given.nk));
        };
    Visible visible = given.padding ? Visible.keys(valid(given, manager)) : Visible.ALL;
    Visible seen = given.causal ? visible.andCausal() : visible;
    return new AttentionInput(q, k, v, mask, seen, Kinds.UNKNOWN, 0);
  }

  private static Steps steps(Given given, MaskFusion fusion) {
    OptionalInt rank = given.lowRank() ? OptionalInt.of(given.rank) : OptionalInt.empty();
    return given.masked() ? new MaskedSteps(fusion, rank) : Steps.PLAIN;
  }

  /** The first key is always real; from example to example fewer of the others are. */
  private static NDArray valid(Given given, NDManager manager) {
    float[] values = new float[given.batch * given.nk];
    for (int b = 0; b < given.batch; b++) {
      for (int k = 0; k < given.nk; k++) {
        values[b * given.nk + k] = k <= given.nk / (b + 1.5) ? 1 : 0;
      }
    }
    return manager.create(values, new Shape(given.batch, given.nk)).gt(manager.create(0.5f));
  }

  private static NDArray random(NDManager manager, long seed, long... shape) {
    return lamina.model.Given.uniform(manager, seed, shape);
  }

  private static Parameters nothing() {
    Declaration declaration = new Declaration();
    declaration.tensor("nothing", Initializer.constant(0), 1);
    return Parameters.initial(declaration, 0, NDManager.newBaseManager());
  }
}
