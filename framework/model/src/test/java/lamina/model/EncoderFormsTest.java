package lamina.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lamina.config.AttentionMask;
import lamina.config.LearnableMask;
import lamina.config.MaskFusion;
import lamina.config.MaskParametrisation;
import lamina.config.MaskPlacement;
import lamina.config.NoMask;
import lamina.config.StaticMask;
import lamina.config.Transformer;
import lamina.model.attention.AttentionForm;
import lamina.model.attention.Visible;
import lamina.model.encoder.Encoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A whole encoder in the form that its configuration gets, against the materialised form. */
class EncoderFormsTest {
  private static final int BATCH = 2;
  private static final int TOKENS = 21;
  private static final int LONG = 512;

  /** More scores than a chunk holds: each layer is computed again in the backward pass. */
  private static final int MANY_TOKENS = 1100;

  static Set<String> variants() {
    return NamedVariants.all().keySet();
  }

  private record Result(float[] values, float[] gradient) {}

  @ParameterizedTest
  @MethodSource("variants")
  void everyVariantsFormAgreesWithTheMaterialisedOne(String name) {
    AttentionMask mask = NamedVariants.all().get(name).mask().resolved(Given.backbone());
    assertAgrees(mask, TOKENS, form(mask, LONG));
  }

  @ParameterizedTest
  @EnumSource(MaskPlacement.class)
  void chunksThatAreComputedAgainAgreeToo(MaskPlacement placement) {
    assertAgrees(wide(placement, MaskFusion.MULTIPLY, MaskParametrisation.SIGMOID), MANY_TOKENS);
    assertAgrees(
        wide(placement, MaskFusion.MULTIPLY_SHIFTED, MaskParametrisation.UNCONSTRAINED),
        MANY_TOKENS);
  }

  @Test
  void aStaticMaskIsComputedInChunks() {
    assertThat(form(new StaticMask(MaskFusion.ADD), LONG)).isEqualTo(AttentionForm.CHUNKED);
    assertAgrees(new StaticMask(MaskFusion.MULTIPLY), MANY_TOKENS);
  }

  @Test
  void theFormFollowsTheShapeOfTheConfiguration() {
    LearnableMask lam = Given.mask();
    LearnableMask add = lam.withFusion(MaskFusion.ADD);
    assertThat(form(new NoMask(), 2)).isEqualTo(AttentionForm.FUSED);
    assertThat(form(add, LONG - 1)).isEqualTo(AttentionForm.CHUNKED);
    assertThat(form(add, LONG)).isEqualTo(AttentionForm.FUSED);
    assertThat(form(add.withDepth(32), LONG)).isEqualTo(AttentionForm.FUSED);
    assertThat(form(lam.withHidden(127), LONG)).isEqualTo(AttentionForm.FEATURE_PRODUCT);
    assertThat(form(lam.withHidden(128), LONG)).isEqualTo(AttentionForm.CHUNKED);
    Transformer dropout = Given.backbone().withDropout(0.1);
    assertThat(AttentionForm.of(new NoMask(), dropout, LONG)).isEqualTo(AttentionForm.CHUNKED);
  }

  private static AttentionForm form(AttentionMask mask, int tokens) {
    return AttentionForm.of(mask.resolved(Given.backbone()), Given.backbone(), tokens);
  }

  /** The diagnostics of a chunked evaluation against the same from whole arrays, in doubles. */
  @Test
  void diagnosticsInChunksAreThoseOfTheWhole() {
    LearnableMask mask =
        wide(MaskPlacement.PER_LAYER, MaskFusion.MULTIPLY, MaskParametrisation.UNCONSTRAINED);
    try (NDManager manager = NDManager.newBaseManager()) {
      MaskDiagnostics diagnostics = new MaskDiagnostics(true);
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

  private static LearnableMask wide(
      MaskPlacement placement, MaskFusion fusion, MaskParametrisation parametrisation) {
    return Given.mask()
        .withPlacement(placement)
        .withFusion(fusion)
        .withParametrisation(parametrisation)
        .withHidden(4);
  }

  private static void assertAgrees(AttentionMask mask, int tokens) {
    assertAgrees(mask, tokens, form(mask, tokens));
  }

  private static void assertAgrees(AttentionMask mask, int tokens, AttentionForm form) {
    for (boolean padded : new boolean[] {false, true}) {
      Result expected = run(mask, tokens, AttentionForm.MATERIALISED, padded);
      Result actual = run(mask, tokens, form, padded);
      assertThat(Floats.distance(actual.values(), expected.values())).isLessThan(1e-5);
      assertThat(Floats.distance(actual.gradient(), expected.gradient())).isLessThan(1e-5);
      assertThat(run(mask, tokens, form, padded)).usingRecursiveComparison().isEqualTo(actual);
    }
  }

  private static Result run(AttentionMask mask, int tokens, AttentionForm form, boolean padded) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Declaration declaration = new Declaration();
      Encoder encoder = new Encoder(declaration, Given.backbone(), mask, tokens, form);
      Parameters parameters = Parameters.initial(declaration, 3, manager);
      Visible visible = padded ? Visible.keys(valid(manager, tokens)).andCausal() : Visible.ALL;
      NDArray x = Given.uniform(manager, 1, BATCH, tokens, Given.backbone().width());
      NDArray weights = Given.uniform(manager, 2, BATCH, tokens, Given.backbone().width());
      float[] values;
      try (var collector = Engine.getInstance().newGradientCollector();
          Pass pass = Pass.training(manager, parameters)) {
        NDArray y = encoder.forward(pass, pass.zeros(x.getShape()).add(x), visible);
        values = y.toFloatArray();
        pass.backward(y.mul(weights).sum());
      }
      return new Result(values, parameters.flat().getGradient().toFloatArray());
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
    Parameters parameters = Parameters.initial(declaration, 3, manager);
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
