package lamina.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import lamina.config.AttentionMask;
import lamina.config.Json;
import lamina.model.Floats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Adaptively sparse attention against entmax's official values and gradients. */
class AdaptivelySparseTest {
  private static final int ITERATIONS = 30;

  static Stream<ZooFixture> cases() throws IOException {
    return ZooFixture.cases("adaptively-sparse");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isTheOfficialCodes(ZooFixture fixture) {
    layer(fixture, AdaptivelySparse.Alpha.LEARNED).check();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isTheSameInChunks(ZooFixture fixture) {
    for (int rows : new int[] {1, 3}) {
      layer(fixture, AdaptivelySparse.Alpha.LEARNED).inChunks(rows).check();
    }
  }

  static Stream<ZooFixture> made() {
    return Stream.of(
        ZooFixture.made(2, 9, 2, 8, "{}"),
        ZooFixture.made(2, 7, 3, 6, "{\"causal\": true}"),
        ZooFixture.made(2, 5, 2, 8, "{\"visible\": [[1, 1, 1, 1, 1], [0, 1, 1, 0, 0]]}"),
        ZooFixture.made(2, 1, 2, 4, "{}"));
  }

  @ParameterizedTest
  @MethodSource("made")
  void fixedExponentsSolveTheirEquation(ZooFixture fixture) {
    for (AdaptivelySparse.Alpha alpha :
        List.of(AdaptivelySparse.Alpha.ENTMAX_15, AdaptivelySparse.Alpha.SPARSEMAX)) {
      double above = alpha == AdaptivelySparse.Alpha.SPARSEMAX ? 1 : 0.5;
      DoubleAttention reference = new DoubleAttention(fixture);
      float[] weights = reference.weights((head, query, scores, keys) -> entmax(scores, above));
      ZooLayer.Outcome whole = layer(fixture, alpha).run();
      assertThat(Floats.distance(whole.weights(), weights)).isLessThan(1e-5);
      assertThat(Floats.distance(whole.observed(), weights)).isLessThan(1e-5);
      assertThat(Floats.distance(whole.output(), reference.output(weights))).isLessThan(1e-5);
    }
  }

  private static double[] entmax(double[] scores, double above) {
    double greatest = Arrays.stream(scores).max().orElse(0) * above;
    DoubleUnaryOperator over =
        tau -> Arrays.stream(scores).map(s -> power(s * above - tau, above)).sum() - 1;
    double tau = DoubleAttention.root(over, greatest - 1, greatest);
    return Arrays.stream(scores).map(s -> power(s * above - tau, above)).toArray();
  }

  private static double power(double over, double above) {
    return over > 0 ? Math.pow(over, 1 / above) : 0;
  }

  @Test
  void aQueryThatSeesNothingGivesNothing() {
    String masks = "{\"causal\": true, \"visible\": [[0, 0, 1, 1, 0], [1, 1, 1, 1, 1]]}";
    ZooFixture fixture = ZooFixture.made(2, 5, 2, 8, masks);
    for (AdaptivelySparse.Alpha alpha : AdaptivelySparse.Alpha.values()) {
      for (ZooLayer layer : List.of(layer(fixture, alpha), layer(fixture, alpha).inChunks(1))) {
        ZooLayer.Outcome outcome = layer.run();
        assertThat(Arrays.copyOf(outcome.output(), 2 * 8)).containsOnly(0);
        outcome
            .gradients()
            .forEach(
                (name, gradient) ->
                    assertThat(Floats.length(gradient)).as(name).isFinite().isPositive());
        assertThat(Arrays.copyOf(outcome.gradients().get("X"), 2 * 8)).containsOnly(0);
      }
    }
  }

  @Test
  void isWrittenAndRead() {
    String written = "{\"kind\":\"adaptively-sparse\",\"alpha\":\"entmax-15\",\"iterations\":30}";
    AdaptivelySparse mask = new AdaptivelySparse(AdaptivelySparse.Alpha.ENTMAX_15, ITERATIONS);
    assertThat(Json.line(mask)).isEqualTo(written);
    assertThat(Json.read(written, AttentionMask.class)).isEqualTo(mask);
  }

  private static ZooLayer layer(ZooFixture fixture, AdaptivelySparse.Alpha alpha) {
    return new ZooLayer(fixture, new AdaptivelySparse(alpha, ITERATIONS))
        .bind("preAlpha", "mask.layer-#.alpha");
  }
}
