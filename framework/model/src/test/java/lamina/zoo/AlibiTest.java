package lamina.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lamina.config.ConfigException;
import lamina.config.Kind;
import lamina.config.Place;
import lamina.model.Floats;
import lamina.model.Given;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attention with linear biases against plain loops, and its slopes against the paper's. */
class AlibiTest {
  static Stream<ZooFixture> cases() {
    return Stream.of(
        ZooFixture.made(2, 7, 2, 8, "{}"),
        ZooFixture.made(2, 7, 3, 6, "{\"causal\": true}"),
        ZooFixture.made(2, 5, 2, 8, "{\"visible\": [[1, 1, 1, 1, 1], [0, 1, 1, 0, 0]]}"),
        ZooFixture.made(1, 5, 2, 8, "{\"causal\": true, \"visible\": [[0, 0, 1, 1, 0]]}"),
        ZooFixture.made(2, 1, 2, 4, "{}"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void takesTheSlopeTimesTheDistanceAway(ZooFixture fixture) {
    float[] slopes = Alibi.slopes(fixture.heads());
    DoubleAttention reference = new DoubleAttention(fixture);
    float[] weights =
        reference.weights(
            (head, query, scores, keys) ->
                DoubleAttention.softmax(
                    IntStream.range(0, keys.length)
                        .mapToDouble(n -> scores[n] - slopes[head] * Math.abs(query - keys[n]))
                        .toArray()));
    ZooLayer.Outcome whole = new ZooLayer(fixture, new Alibi()).run();
    assertThat(Floats.distance(whole.weights(), weights)).isLessThan(1e-6);
    assertThat(Floats.distance(whole.observed(), weights)).isLessThan(1e-6);
    assertThat(Floats.distance(whole.output(), reference.output(weights))).isLessThan(1e-6);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aChunkKnowsWhereItsFirstRowIs(ZooFixture fixture) {
    ZooLayer.Outcome whole = new ZooLayer(fixture, new Alibi()).run();
    for (int rows : new int[] {1, 3}) {
      ZooLayer.Outcome some = new ZooLayer(fixture, new Alibi()).inChunks(rows).run();
      assertThat(Floats.distance(some.output(), whole.output())).isLessThan(1e-6);
      whole
          .gradients()
          .forEach(
              (name, gradient) ->
                  assertThat(Floats.distance(some.gradients().get(name), gradient, 1e-3))
                      .as(name)
                      .isLessThan(1e-5));
    }
  }

  @Test
  void theSlopesAreThePapers() {
    float[] eight = {1 / 2f, 1 / 4f, 1 / 8f, 1 / 16f, 1 / 32f, 1 / 64f, 1 / 128f, 1 / 256f};
    assertThat(Alibi.slopes(8)).containsExactly(eight);
    float[] twelve = Alibi.slopes(12);
    assertThat(IntStream.range(0, 8).mapToObj(head -> twelve[head]))
        .containsExactlyElementsOf(IntStream.range(0, 8).mapToObj(head -> eight[head]).toList());
    double[] between = {0.70710678, 0.35355339, 0.17677670, 0.08838835};
    for (int head = 0; head < between.length; head++) {
      assertThat((double) twelve[8 + head]).isCloseTo(between[head], within(1e-7));
    }
    assertThat(Alibi.slopes(1)).containsExactly(1 / 256f);
  }

  @Test
  void standsInNoCrossAttention() {
    Place cross =
        new Place(
            "a decoder",
            List.of(new Kind("query", 3)),
            List.of(new Kind("token", 4)),
            false,
            false,
            Place.Pairs.SEEN,
            true);
    assertThatThrownBy(() -> new Alibi().requireFit(cross, Given.backbone()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cross");
  }
}
