package lamina.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import lamina.config.AttentionMask;
import lamina.config.Traits;
import lamina.config.Transformer;
import lamina.mask.LayerChoice;
import lamina.mask.OnLayers;
import lamina.model.attention.Visible;
import lamina.model.encoder.Encoder;
import lamina.zoo.AdaptivelySparse;
import lamina.zoo.Alibi;
import lamina.zoo.CogAttention;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against plain loops in double precision. */
class MaskDiagnosticsTest {
  private static final int EXAMPLES = 2;
  private static final int HEADS = 2;
  private static final int QUERIES = 5;
  private static final int KEYS = 4;

  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  /** One mask for all or one an example, the same for all heads or not; two rows at a time. */
  @Test
  void everyShapeOfMaskHasItsNumbers() {
    NDArray weights =
        Given.uniform(manager, 1, EXAMPLES, HEADS, QUERIES, KEYS)
            .mul(manager.create(3f))
            .softmax(3);
    for (Shape shape :
        List.of(
            new Shape(1, QUERIES, KEYS),
            new Shape(EXAMPLES, QUERIES, KEYS),
            new Shape(1, HEADS, QUERIES, KEYS),
            new Shape(EXAMPLES, HEADS, QUERIES, KEYS))) {
      NDArray mask = Given.uniform(manager, 2, shape.getShape());
      MaskDiagnostics diagnostics = new MaskDiagnostics(true, null);
      diagnostics.attention(0, new Whole(weights, mask));
      float[] values = mask.toFloatArray();
      assertClose(
          diagnostics.averages(),
          Map.of(
              "mask.std-over-queries/layer-1", overQueries(values),
              "mask.std-over-keys/layer-1", overKeys(values),
              "mask.sign-flips/layer-1", negative(values),
              "attention.entropy/layer-1", entropy(weights.toFloatArray(), KEYS)));
    }
  }

  /** ALiBi's mask is its slopes times distances, and never moves. */
  @Test
  void aMaskThatHeadsDifferInHasTheNumbersOfAllHeads() {
    int tokens = Given.TOKENS;
    double overKeys = 0;
    for (double slope : new double[] {1.0 / 16, 1.0 / 256}) {
      for (int i = 0; i < tokens; i++) {
        double[] row = new double[tokens];
        for (int j = 0; j < tokens; j++) {
          row[j] = -slope * Math.abs(i - j);
        }
        overKeys += deviation(row) / (HEADS * tokens);
      }
    }
    Seen seen = see(new Alibi(), false);
    assertClose(
        seen.averages,
        Map.of(
            "mask.std-over-queries/layer-1",
            overKeys,
            "mask.std-over-queries/layer-2",
            overKeys,
            "mask.std-over-keys/layer-1",
            overKeys,
            "mask.std-over-keys/layer-2",
            overKeys,
            "mask.drift/layer-1",
            0.0,
            "mask.drift/layer-2",
            0.0,
            "attention.entropy/layer-1",
            entropy(seen.weights.get(0), tokens),
            "attention.entropy/layer-2",
            entropy(seen.weights.get(1), tokens)));
    assertThat(seen.averages.get("attention.entropy/layer-1")).isBetween(0.5, 1.0);
  }

  @Test
  void whatIsNoMaskHasEntropyAlone() {
    Seen seen = see(new AdaptivelySparse(AdaptivelySparse.Alpha.SPARSEMAX, 30), false);
    assertClose(
        seen.averages,
        Map.of(
            "attention.entropy/layer-1", entropy(seen.weights.get(0), Given.TOKENS),
            "attention.entropy/layer-2", entropy(seen.weights.get(1), Given.TOKENS)));
  }

  @Test
  void weightsOfBothSignsHaveNoEntropy() {
    assertThat(see(new CogAttention(false), false).averages).isEmpty();
    SortedMap<String, Double> some =
        see(new OnLayers(new CogAttention(false), LayerChoice.first()), false).averages;
    assertThat(some).containsOnlyKeys("attention.entropy/layer-2");
  }

  @Test
  void aMaskInSomeLayersHasItsNumbersThere() {
    Seen seen = see(new OnLayers(Given.mask().withHidden(4), LayerChoice.last()), true);
    assertThat(seen.averages)
        .containsOnlyKeys(
            "attention.entropy/layer-1",
            "attention.entropy/layer-2",
            "mask.drift/layer-2",
            "mask.sign-flips/layer-2",
            "mask.std-over-keys/layer-2",
            "mask.std-over-queries/layer-2");
  }

  /** What an evaluation shows: numbers, and the weights of every layer. */
  private record Seen(SortedMap<String, Double> averages, List<float[]> weights) {}

  private Seen see(AttentionMask mask, boolean multiplies) {
    Transformer backbone = Given.backbone();
    Declaration declare = new Declaration();
    Encoder encoder = new Encoder(declare, backbone, mask, Given.TOKENS);
    List<float[]> weights = new ArrayList<>();
    try (Parameters parameters = Given.parameters(declare, 3, manager);
        InitialMasks initial = new InitialMasks(manager)) {
      show(encoder, parameters, initial);
      MaskDiagnostics diagnostics = new MaskDiagnostics(multiplies, initial);
      show(encoder, parameters, diagnostics);
      show(
          encoder,
          parameters,
          new Observer() {
            @Override
            public void attention(int layer, AttentionRows rows) {
              rows.forEach((ignored, part) -> weights.add(part.toFloatArray()));
            }
          });
      return new Seen(diagnostics.averages(), weights);
    }
  }

  private void show(Encoder encoder, Parameters parameters, Observer observer) {
    try (Pass pass = Pass.evaluation(manager, parameters, observer)) {
      NDArray x = Given.uniform(pass.manager(), 1, EXAMPLES, Given.TOKENS, 4);
      encoder.forward(pass, x, Visible.ALL);
    }
  }

  private static void assertClose(Map<String, Double> actual, Map<String, Double> expected) {
    assertThat(actual).containsOnlyKeys(expected.keySet());
    expected.forEach(
        (name, value) -> assertThat(actual.get(name)).as(name).isCloseTo(value, within(1e-6)));
  }

  private static double entropy(float[] weights, int keys) {
    double sum = 0;
    for (float weight : weights) {
      sum -= weight > 0 ? weight * Math.log(weight) : 0;
    }
    return sum / (weights.length / keys) / Math.log(keys);
  }

  private static double overQueries(float[] mask) {
    double sum = 0;
    int matrices = mask.length / (QUERIES * KEYS);
    for (int matrix = 0; matrix < matrices; matrix++) {
      for (int key = 0; key < KEYS; key++) {
        double[] column = new double[QUERIES];
        for (int query = 0; query < QUERIES; query++) {
          column[query] = mask[(matrix * QUERIES + query) * KEYS + key];
        }
        sum += deviation(column) / (matrices * KEYS);
      }
    }
    return sum;
  }

  private static double overKeys(float[] mask) {
    double sum = 0;
    int rows = mask.length / KEYS;
    for (int i = 0; i < rows; i++) {
      double[] row = new double[KEYS];
      for (int key = 0; key < KEYS; key++) {
        row[key] = mask[i * KEYS + key];
      }
      sum += deviation(row) / rows;
    }
    return sum;
  }

  private static double negative(float[] mask) {
    double count = 0;
    for (float value : mask) {
      count += value < 0 ? 1 : 0;
    }
    return count / mask.length;
  }

  private static double deviation(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean) / values.length;
    }
    return Math.sqrt(squares);
  }

  /** Arrays that are shown two rows at a time. */
  private record Whole(NDArray values, NDArray mask) implements AttentionRows {
    @Override
    public long examples() {
      return EXAMPLES;
    }

    @Override
    public long queries() {
      return QUERIES;
    }

    @Override
    public long keys() {
      return KEYS;
    }

    @Override
    public boolean isMasked() {
      return true;
    }

    @Override
    public Traits.Weights weights() {
      return Traits.Weights.DISTRIBUTION;
    }

    @Override
    public void forEach(Look look) {
      for (int from = 0; from < QUERIES; from += 2) {
        NDIndex rows = new NDIndex("..., " + from + ":" + Math.min(QUERIES, from + 2) + ", :");
        try (NDManager owner = mask.getManager().newSubManager()) {
          look.at(owned(mask.get(rows), owner), owned(values.get(rows), owner));
        }
      }
    }

    private static NDArray owned(NDArray array, NDManager owner) {
      array.attach(owner);
      return array;
    }

    @Override
    public void forEachOfMask(LookAtMask look) {
      forEach((rows, ignored) -> look.at(rows));
    }

    @Override
    public KeptMask keepMask(NDManager owner) {
      throw new UnsupportedOperationException();
    }
  }
}
