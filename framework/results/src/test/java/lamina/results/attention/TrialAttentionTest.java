package lamina.results.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import lamina.config.ConfigException;
import org.junit.jupiter.api.Test;

class TrialAttentionTest {
  private final TrialAttention trial = new TrialAttention(MadeUpAttention.file());

  @Test
  void matricesAreFoundByLayerExampleAndHead() {
    assertThat(trial.layers()).isEqualTo(3);
    assertThat(trial.heads()).isEqualTo(2);
    assertThat(trial.attention(1, 3, 1)).isDeepEqualTo(new float[][] {{1, 0, 0}, {1, 0, 0}});
    assertThat(trial.attention(1, 3, 2)).isDeepEqualTo(new float[][] {{0, 1, 0}, {0, 1, 0}});
    assertThat(trial.mask(1, 3)).isDeepEqualTo(new float[][] {{6, 7, 8}, {9, 10, 11}});
    assertThat(trial.meanAttention(1, 0))
        .isDeepEqualTo(new float[][] {{0.5f, 0.5f, 0}, {0.5f, 0.5f, 0}});
  }

  @Test
  void aMaskForAllExamplesIsEveryExamples() {
    assertThat(trial.mask(2, 3)).isDeepEqualTo(trial.mask(2, 0));
  }

  @Test
  void whatFillsUpTheBatchIsPadding() {
    assertThat(trial.keys(1, 3))
        .containsExactly(
            new Token("a", "word", false),
            new Token("dog", "word", false),
            new Token("padding", "word", true));
    assertThat(trial.queries(1, 3)).extracting(Token::label).containsExactly("clip 1", "clip 2");
  }

  @Test
  void entropyIsZeroForOneKeyAndOneForAllKeysAlike() {
    assertThat(trial.entropy(1)).isZero();
    assertThat(trial.entropy(2)).isCloseTo(1, within(1e-6));
  }

  @Test
  void whatIsNotThereIsNamed() {
    refused(() -> trial.mask(3, 0), "layer must be one that has a mask, got 3");
    refused(() -> trial.mask(4, 0), "layer must be from 1 to 3, got 4");
    refused(() -> trial.attention(1, 1, 1), "example must be one of [0, 3], got 1");
    refused(() -> trial.attention(1, 0, 3), "head must be from 1 to 2, got 3");
    refused(() -> trial.keys(0, 0), "layer must be from 1 to 3, got 0");
  }

  private static void refused(Runnable look, String message) {
    assertThatThrownBy(look::run).isInstanceOf(ConfigException.class).hasMessage(message);
  }
}
