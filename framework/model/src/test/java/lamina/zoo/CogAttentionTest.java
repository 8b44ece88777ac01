package lamina.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.stream.Stream;
import lamina.config.Activation;
import lamina.config.ConfigException;
import lamina.config.Normalisation;
import lamina.config.Transformer;
import lamina.model.encoder.Encoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cog attention against the official code's values and gradients. */
class CogAttentionTest {
  static Stream<ZooFixture> cases() throws IOException {
    return ZooFixture.cases("cog-attention");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isTheOfficialCodes(ZooFixture fixture) {
    new ZooLayer(fixture, new CogAttention(false)).check();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isTheOfficialCodesBetweenTheEnds(ZooFixture fixture) {
    new ZooLayer(fixture, new CogAttention(true)).inLayer(1, 3).check();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isTheSameInChunks(ZooFixture fixture) {
    for (int rows : new int[] {1, 3}) {
      new ZooLayer(fixture, new CogAttention(false)).inChunks(rows).check();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theEndsStayPlain(ZooFixture fixture) {
    float[] plain = new ZooLayer(fixture, new lamina.mask.NoMask()).run().output();
    for (int end : new int[] {0, 2}) {
      ZooLayer kept = new ZooLayer(fixture, new CogAttention(true)).inLayer(end, 3);
      assertThat(kept.run().output()).isEqualTo(plain);
    }
  }

  @Test
  void anEncoderMustHaveALayerBetweenTheEnds() {
    Transformer two = new Transformer(2, 2, 4, 8, 0, Activation.GELU, Normalisation.PRE);
    assertThatThrownBy(() -> new CogAttention(true).requireFit(Encoder.alone(5), two))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("backbone.layers must be at least 3");
    new CogAttention(true).requireFit(Encoder.alone(5), two.withLayers(3));
    new CogAttention(false).requireFit(Encoder.alone(5), two);
  }
}
