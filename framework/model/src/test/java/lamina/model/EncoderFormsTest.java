package lamina.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import lamina.config.AttentionMask;
import lamina.config.MaskShape;
import lamina.config.Normalisation;
import lamina.config.Place;
import lamina.config.Transformer;
import lamina.mask.FrozenMask;
import lamina.mask.LearnableMask;
import lamina.mask.LinearControl;
import lamina.mask.MaskFusion;
import lamina.mask.MaskParametrisation;
import lamina.mask.MaskPlacement;
import lamina.mask.MaskedSteps;
import lamina.mask.NoMask;
import lamina.mask.OnLayers;
import lamina.mask.ShuffledMask;
import lamina.mask.StaticMask;
import lamina.mechanism.Built;
import lamina.mechanism.EncoderStyle;
import lamina.model.attention.Attention;
import lamina.model.attention.AttentionForm;
import lamina.model.attention.ChunkedAttention;
import lamina.model.attention.FusedAttention;
import lamina.model.attention.MaterialisedAttention;
import lamina.model.attention.Steps;
import lamina.model.attention.Visible;
import lamina.model.encoder.Encoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole encoders in every form against the materialised one. */
class EncoderFormsTest {
  private static final int BATCH = 2;
  private static final int TOKENS = 21;

  /** A chunk of a few queries: every layer is computed again in the backward pass. */
  private static final int FEW_SCORES = 200;

  /** More scores than a chunk holds. */
  private static final int MANY_TOKENS = 1100;

  static Set<String> variants() {
    return NamedVariants.all().keySet();
  }

  private record Result(float[] values, float[] gradient, List<Declaration.Tensor> tensors) {}

  @ParameterizedTest
  @MethodSource("variants")
  void everyFormOfEveryVariantAgreesWithTheMaterialisedOne(String name) {
    AttentionMask mask = NamedVariants.all().get(name).mask();
    for (Normalisation normalisation : Normalisation.values()) {
      Transformer backbone = Given.backbone().withNormalisation(normalisation);
      for (boolean padded : new boolean[] {false, true}) {
        Result expected = run(backbone, mask, EncoderFormsTest::materialised, padded);
        assertAgrees(run(backbone, mask, EncoderFormsTest::chunked, padded), expected);
        if (hasFeatures(mask)) {
          assertAgrees(run(backbone, mask, EncoderFormsTest::fused, padded), expected);
        }
      }
    }
  }

  @Test
  void theSameBitsComeAgainInEveryForm() {
    for (Function<Steps, Attention> form :
        List.<Function<Steps, Attention>>of(EncoderFormsTest::chunked, EncoderFormsTest::fused)) {
      Result once = run(Given.backbone(), Given.mask(), form, true);
      assertThat(run(Given.backbone(), Given.mask(), form, true))
          .usingRecursiveComparison()
          .isEqualTo(once);
    }
  }

  @Test
  void theGradientUnderDropoutIsThatOfFiniteDifferences() {
    Transformer backbone = Given.backbone().withDropout(0.2);
    Function<Steps, Attention> dropping =
        steps -> new ChunkedAttention(new MaterialisedAttention(steps, 0.2), FEW_SCORES);
    try (Subject subject = new Subject(backbone, Given.mask(), dropping)) {
      float[] gradient = subject.run(false).gradient();
      assertThat(subject.run(false).gradient()).isEqualTo(gradient);
      double norm = Floats.length(gradient);
      float[] at = subject.parameters.values();
      double step = 1e-3 / norm;
      double above = subject.lossAt(at, gradient, step);
      double below = subject.lossAt(at, gradient, -step);
      assertThat((above - below) / (2 * step)).isCloseTo(norm * norm, withinPercentage(0.5));
    }
  }

  @Test
  void theFormFollowsTheShapeOfTheConfiguration() {
    Transformer backbone = Given.backbone().withHeads(1);
    LearnableMask add = Given.mask().withFusion(MaskFusion.ADD);
    assertThat(form(new NoMask(), backbone)).isEqualTo(AttentionForm.FUSED);
    assertThat(form(add, backbone)).isEqualTo(AttentionForm.FUSED);
    assertThat(form(add.withDepth(32), backbone)).isEqualTo(AttentionForm.FUSED);
    assertThat(form(add.withHidden(91), backbone)).isEqualTo(AttentionForm.FUSED);
    assertThat(form(add.withHidden(92), backbone)).isEqualTo(AttentionForm.CHUNKED);
    assertThat(form(Given.mask().withHidden(23), backbone))
        .isEqualTo(AttentionForm.FEATURE_PRODUCT);
    assertThat(form(Given.mask().withHidden(24), backbone)).isEqualTo(AttentionForm.CHUNKED);
    assertThat(form(new StaticMask(MaskFusion.ADD), backbone)).isEqualTo(AttentionForm.CHUNKED);
    assertThat(form(new NoMask(), backbone.withDropout(0.1))).isEqualTo(AttentionForm.CHUNKED);
    for (MaskParametrisation parametrisation : MaskParametrisation.values()) {
      boolean lowRank =
          Set.of(MaskParametrisation.UNCONSTRAINED, MaskParametrisation.ONE_PLUS)
              .contains(parametrisation);
      assertThat(form(add.withParametrisation(parametrisation), backbone))
          .isEqualTo(lowRank ? AttentionForm.FUSED : AttentionForm.CHUNKED);
    }
  }

  @Test
  void scoresThatFitIntoAChunkAreKeptUnderAMask() {
    LearnableMask add = Given.mask().withFusion(MaskFusion.ADD);
    assertThat(form(add, new MaskShape(1024, 1024), 2)).isEqualTo(AttentionForm.MATERIALISED);
    assertThat(form(add, new MaskShape(1024, 1025), 2)).isEqualTo(AttentionForm.FUSED);
    assertThat(form(new NoMask(), new MaskShape(2, 2), 1)).isEqualTo(AttentionForm.FUSED);
    assertThat(built(add, Given.backbone(), 1024).form(2)).isEqualTo("materialised");
    assertThat(built(add, Given.backbone(), 1025).form(2)).isEqualTo("fused");
    assertThat(built(new NoMask(), Given.backbone(), 2).form(1)).isEqualTo("fused");
  }

  /** Pairs that may not be seen have no features. */
  @Test
  void wherePairsAreHiddenScoresAreKeptOrChunked() {
    Place hidden = Encoder.alone(1025).withPairs(lamina.config.Place.Pairs.ALWAYS_HIDDEN);
    for (AttentionMask mask : List.of(new NoMask(), Given.mask().withFusion(MaskFusion.ADD))) {
      Encoder encoder = new Encoder(new Declaration(), Given.backbone(), mask, hidden);
      assertThat(encoder.built().form(1)).isEqualTo("materialised");
      assertThat(encoder.built().form(2)).isEqualTo("chunked");
    }
  }

  @Test
  void fusedAttentionRefusesWhatItCannotCompute() {
    Steps shifted = new MaskedSteps(MaskFusion.MULTIPLY_SHIFTED, OptionalInt.of(3));
    assertThatThrownBy(() -> AttentionForm.FUSED.attention(Steps.PLAIN, 0.1))
        .hasMessage("fused attention has no dropout");
    assertThatThrownBy(() -> AttentionForm.FUSED.attention(shifted, 0))
        .hasMessageContaining("fused attention needs features");
  }

  /** Of batches of any size. */
  private static AttentionForm form(AttentionMask mask, Transformer backbone) {
    Steps steps = (Steps) built(mask, backbone, TOKENS);
    return AttentionForm.of(steps, mask.traits(), backbone, false);
  }

  private static AttentionForm form(AttentionMask mask, MaskShape shape, long examples) {
    return form(mask, Given.backbone()).of(mask.traits(), Given.backbone(), examples, shape);
  }

  private static Built built(AttentionMask mask, Transformer backbone, int tokens) {
    return new Encoder(new Declaration(), backbone, mask, tokens).built();
  }

  private static boolean hasFeatures(AttentionMask mask) {
    if (mask instanceof LearnableMask lam) {
      return lam.fusion() != MaskFusion.MULTIPLY_SHIFTED
          && (lam.parametrisation() == MaskParametrisation.UNCONSTRAINED
              || lam.parametrisation() == MaskParametrisation.ONE_PLUS);
    }
    if (mask instanceof ShuffledMask shuffled) {
      return hasFeatures(shuffled.mask());
    }
    if (mask instanceof OnLayers some) {
      return hasFeatures(some.mask());
    }
    if (mask instanceof FrozenMask frozen) {
      return hasFeatures(frozen.mask());
    }
    return mask instanceof NoMask || mask instanceof LinearControl;
  }

  private static MaterialisedAttention materialised(Steps steps) {
    return new MaterialisedAttention(steps, 0);
  }

  private static FusedAttention fused(Steps steps) {
    return new FusedAttention(steps);
  }

  private static ChunkedAttention chunked(Steps steps) {
    return new ChunkedAttention(materialised(steps), FEW_SCORES);
  }

  /** The diagnostics of a chunked evaluation against the same from whole arrays, in doubles. */
  @Test
  void diagnosticsInChunksAreThoseOfTheWhole() {
    LearnableMask mask =
        wide(MaskPlacement.PER_LAYER, MaskFusion.MULTIPLY, MaskParametrisation.UNCONSTRAINED);
    try (NDManager manager = NDManager.newBaseManager()) {
      MaskDiagnostics diagnostics = new MaskDiagnostics(true, null);
      List<float[]> masks = new ArrayList<>();
      int[] chunks = {0};
      double[] entropy = {0};
      Observer whole =
          new Observer() {
            @Override
            public void attention(int layer, AttentionRows rows) {
              diagnostics.attention(layer, rows);
              if (layer == 0) {
                rows.forEach(
                    (m, probabilities) -> {
                      chunks[0]++;
                      masks.add(m.toFloatArray());
                      for (float p : probabilities.toFloatArray()) {
                        entropy[0] -= p > 0 ? p * Math.log(p) : 0;
                      }
                    });
              }
            }
          };
      encode(manager, mask, whole);
      assertThat(chunks[0]).isGreaterThan(1);
      double[][] m = rowsOfFirstLayer(masks);
      double n = MANY_TOKENS;
      Map<String, Double> averages = diagnostics.averages();
      assertThat(averages.get("attention.entropy/layer-1"))
          .isCloseTo(entropy[0] / (BATCH * 2 * n * Math.log(n)), within(1e-5));
      assertThat(averages.get("mask.sign-flips/layer-1")).isCloseTo(share(m), within(1e-6));
      assertThat(averages.get("mask.std-over-keys/layer-1"))
          .isCloseTo(meanDeviation(m), within(1e-5));
      assertThat(averages.get("mask.std-over-queries/layer-1"))
          .isCloseTo(meanDeviation(transposed(m)), within(1e-5));
    }
  }

  @Test
  void aMaskIsKeptBeyondItsPassAndComparedInChunks() {
    LearnableMask mask =
        wide(MaskPlacement.PER_LAYER, MaskFusion.MULTIPLY, MaskParametrisation.TANH);
    try (NDManager manager = NDManager.newBaseManager();
        InitialMasks initial = new InitialMasks(manager)) {
      encode(manager, mask, initial);
      MaskDiagnostics diagnostics = new MaskDiagnostics(true, initial);
      encode(manager, mask, diagnostics);
      assertThat(diagnostics.averages())
          .containsEntry("mask.drift/layer-1", 0.0)
          .containsEntry("mask.drift/layer-2", 0.0);
    }
  }

  private static LearnableMask wide(
      MaskPlacement placement, MaskFusion fusion, MaskParametrisation parametrisation) {
    return Given.mask()
        .withPlacement(placement)
        .withFusion(fusion)
        .withParametrisation(parametrisation)
        .withHidden(4);
  }

  private static void assertAgrees(Result actual, Result expected) {
    assertThat(Floats.distance(actual.values(), expected.values())).isLessThan(1e-5);
    double longest = Floats.length(expected.gradient());
    int from = 0;
    for (Declaration.Tensor tensor : expected.tensors()) {
      int to = from + tensor.size();
      float[] part = Arrays.copyOfRange(actual.gradient(), from, to);
      float[] whole = Arrays.copyOfRange(expected.gradient(), from, to);
      assertThat(Floats.distance(part, whole, longest / 10)).as(tensor.name()).isLessThan(1e-5);
      from = to;
    }
  }

  private static Result run(
      Transformer backbone,
      AttentionMask mask,
      Function<Steps, Attention> attention,
      boolean padded) {
    try (Subject subject = new Subject(backbone, mask, attention)) {
      return subject.run(padded);
    }
  }

  /** An encoder with its parameters, on one input. */
  private static final class Subject implements AutoCloseable {
    private final NDManager manager = NDManager.newBaseManager();
    private final Declaration declaration = new Declaration();
    private final Encoder encoder;
    private final Parameters parameters;
    private final NDArray x;
    private final NDArray weights;

    Subject(Transformer backbone, AttentionMask mask, Function<Steps, Attention> attention) {
      this.encoder =
          new Encoder(
              declaration,
              declaration.in("mask"),
              backbone,
              mask,
              Encoder.alone(TOKENS),
              EncoderStyle.of(backbone),
              site -> site.with(attention));
      this.parameters = Given.parameters(declaration, 3, manager);
      this.x = Given.uniform(manager, 1, BATCH, TOKENS, backbone.width());
      this.weights = Given.uniform(manager, 2, BATCH, TOKENS, backbone.width());
    }

    Result run(boolean padded) {
      Visible visible = padded ? Visible.keys(valid(manager, TOKENS)).andCausal() : Visible.ALL;
      Engine.getInstance().setRandomSeed(5);
      float[] values;
      try (var collector = Engine.getInstance().newGradientCollector();
          Pass pass = Pass.training(manager, parameters)) {
        NDArray y = encoder.forward(pass, pass.zeros(x.getShape()).add(x), visible);
        values = y.toFloatArray();
        pass.backward(y.mul(weights).sum());
      }
      try (NDArray gradient = parameters.flat().getGradient()) {
        float[] copy = gradient.toFloatArray();
        gradient.subi(gradient);
        return new Result(values, copy, declaration.tensors());
      }
    }

    double lossAt(float[] at, float[] direction, double step) {
      float[] moved = at.clone();
      for (int i = 0; i < at.length; i++) {
        moved[i] += (float) (step * direction[i]);
      }
      parameters.set(moved);
      return Floats.dot(run(false).values(), weights.toFloatArray());
    }

    @Override
    public void close() {
      manager.close();
    }
  }

  private static NDArray valid(NDManager manager, int tokens) {
    float[] values = new float[BATCH * tokens];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % tokens < tokens - 3 * (i / tokens) ? 1 : 0;
    }
    return manager.create(values, new Shape(BATCH, tokens)).gt(manager.create(0.5f));
  }

  private static void encode(NDManager manager, AttentionMask mask, Observer observer) {
    Declaration declaration = new Declaration();
    Encoder encoder = new Encoder(declaration, Given.backbone(), mask, MANY_TOKENS);
    Parameters parameters = Given.parameters(declaration, 3, manager);
    try (Pass pass = Pass.evaluation(manager, parameters, observer)) {
      NDArray x = Given.uniform(manager, 1, BATCH, MANY_TOKENS, Given.backbone().width());
      encoder.forward(pass, x, Visible.ALL);
    }
  }

  /** The chunks hold some rows of every example; the rows of one example, in their order. */
  private static double[][] rowsOfFirstLayer(List<float[]> chunks) {
    List<double[]> rows = new ArrayList<>();
    for (int example = 0; example < BATCH; example++) {
      for (float[] chunk : chunks) {
        int each = chunk.length / BATCH;
        for (int from = example * each; from < (example + 1) * each; from += MANY_TOKENS) {
          double[] row = new double[MANY_TOKENS];
          for (int i = 0; i < row.length; i++) {
            row[i] = chunk[from + i];
          }
          rows.add(row);
        }
      }
    }
    return rows.toArray(double[][]::new);
  }

  private static double share(double[][] rows) {
    double negative = 0;
    for (double[] row : rows) {
      for (double value : row) {
        negative += value < 0 ? 1 : 0;
      }
    }
    return negative / (rows.length * (double) MANY_TOKENS);
  }

  private static double meanDeviation(double[][] rows) {
    double sum = 0;
    for (double[] row : rows) {
      double mean = 0;
      for (double value : row) {
        mean += value / row.length;
      }
      double squares = 0;
      for (double value : row) {
        squares += (value - mean) * (value - mean) / row.length;
      }
      sum += Math.sqrt(squares);
    }
    return sum / rows.length;
  }

  /** Columns of each example as rows. */
  private static double[][] transposed(double[][] rows) {
    double[][] columns = new double[rows.length][MANY_TOKENS];
    for (int example = 0; example < BATCH; example++) {
      for (int row = 0; row < MANY_TOKENS; row++) {
        for (int column = 0; column < MANY_TOKENS; column++) {
          columns[example * MANY_TOKENS + column][row] = rows[example * MANY_TOKENS + row][column];
        }
      }
    }
    return columns;
  }
}
