package lamina.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.stream.Stream;
import lamina.mask.NoMask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds mechanisms to expected values, held to plain attention. */
class ZooFixtureTest {
  /** Plain attention in files of other forms: pairs that are hidden, no last projection, biases. */
  static Stream<ZooFixture> plain() throws IOException {
    return Stream.concat(
        ZooFixture.cases("seq2seq-mask"),
        Stream.of(ZooFixture.of("relaxed-attention", "evaluation_unrelaxed")));
  }

  @ParameterizedTest
  @MethodSource("plain")
  void plainAttentionIsWhatItIs(ZooFixture fixture) {
    new ZooLayer(fixture, new NoMask()).check();
  }

  @ParameterizedTest
  @MethodSource("plain")
  void plainAttentionIsNoOther(ZooFixture fixture) {
    assertThatThrownBy(() -> new ZooLayer(fixture, new CogAttention(false)).check())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("output");
  }

  @Test
  void holdsGradientsToTheirRules() throws IOException {
    ZooFixture fixture = ZooFixture.of("cog-attention", "plain");
    float[] gradient = new ZooLayer(fixture, new CogAttention(false)).run().gradients().get("Wq");
    fixture.assertGradient("Wq", gradient);
    for (int changed : new int[] {0, gradient.length - 1}) {
      float[] other = gradient.clone();
      other[changed] += 0.01f;
      assertThatThrownBy(() -> fixture.assertGradient("Wq", other))
          .isInstanceOf(AssertionError.class);
    }
    assertThat(fixture.gradients()).containsExactly("X", "Wq", "Wk", "Wv", "Wo");
  }
}
