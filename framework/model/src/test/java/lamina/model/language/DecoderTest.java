package lamina.model.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import lamina.config.ConfigException;
import lamina.model.Declaration;
import lamina.model.FiniteDifferences;
import lamina.model.Floats;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {
  private static final int LENGTH = 5;

  private static DecoderConfig config(int groups, boolean tied) {
    return new DecoderConfig(11, 8, 2, 4, groups, 12, 1e-5, 10_000, tied);
  }

  private static DecoderConfig llama7b() {
    return new DecoderConfig(32_000, 4096, 32, 32, 32, 11_008, 1e-6, 10_000, false);
  }

  /** Attention of D D queries and outputs and D G dk keys and values; three matrices; two norms. */
  private static long expected(DecoderConfig c) {
    long d = c.width();
    long read = (long) c.keyValueHeads() * c.headWidth();
    long layer = 2 * d * d + 2 * d * read + 3 * d * c.feedForward() + 2 * d;
    long words = c.vocabulary() * d;
    return (c.tied() ? words : 2 * words) + c.layers() * layer + d;
  }

  @Test
  void theNumberOfWeightsIsExact() {
    for (DecoderConfig config :
        new DecoderConfig[] {config(4, false), config(2, true), config(1, false)}) {
      Declaration declaration = new Declaration();
      new Decoder(declaration, config);
      assertThat(declaration.size()).isEqualTo((int) expected(config));
    }
    Declaration declaration = new Declaration();
    Decoder decoder = new Decoder(declaration.frozen(), llama7b());
    new Adapter(declaration, decoder, 30, 10);
    assertThat(declaration.frozenSize()).isEqualTo(6_738_415_616L).isEqualTo(expected(llama7b()));
    assertThat(declaration.size()).isEqualTo(30 * (10 * 4096 + 32));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void gradientsOfEveryWeightAreThoseOfFiniteDifferences(boolean tied) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Declaration declaration = new Declaration();
      Decoder decoder = new Decoder(declaration, config(2, tied));
      Parameters parameters = Parameters.initial(declaration, 4, manager);
      float[] large = parameters.values();
      for (int i = 0; i < large.length; i++) {
        large[i] = large[i] == 1 ? 1 : 1.5f * large[i];
      }
      parameters.set(large);
      FiniteDifferences.check(
          manager, parameters, pass -> logits(pass, decoder, DecoderGiven.TOKENS));
    }
  }

  private static NDArray logits(Pass pass, Decoder decoder, int[][] tokens) {
    return decoder.logits(pass, decoder.forward(pass, tokens, Past.NONE, Prompts.NONE).hidden());
  }

  @Test
  void noTokenSeesALaterOne() {
    try (NDManager manager = NDManager.newBaseManager()) {
      DecoderGiven given = DecoderGiven.of(config(2, false), 1, manager);
      Parameters parameters = given.parameters(manager);
      try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
        float[] before = logits(pass, given.decoder(), DecoderGiven.TOKENS).toFloatArray();
        for (int changed = 0; changed < LENGTH; changed++) {
          int[][] tokens = {DecoderGiven.TOKENS[0].clone(), DecoderGiven.TOKENS[1]};
          tokens[0][changed] = 10;
          float[] after = logits(pass, given.decoder(), tokens).toFloatArray();
          int unchanged = changed * 11;
          assertThat(Arrays.copyOf(after, unchanged)).isEqualTo(Arrays.copyOf(before, unchanged));
          assertThat(Arrays.copyOfRange(after, unchanged, LENGTH * 11))
              .isNotEqualTo(Arrays.copyOfRange(before, unchanged, LENGTH * 11));
        }
      }
    }
  }

  @Test
  void aSequenceReadInPiecesOfAnyLengthIsTheSequenceReadAtOnce() {
    try (NDManager manager = NDManager.newBaseManager()) {
      DecoderGiven given = DecoderGiven.of(config(2, false), 1, manager);
      Decoder decoder = given.decoder();
      Parameters parameters = given.parameters(manager);
      try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
        NDArray whole =
            decoder.forward(pass, DecoderGiven.TOKENS, Past.NONE, Prompts.NONE).hidden();
        for (int cut = 1; cut < LENGTH; cut++) {
          Past past = decoder.forward(pass, part(0, cut), Past.NONE, Prompts.NONE).past();
          Decoder.Read rest = decoder.forward(pass, part(cut, LENGTH), past, Prompts.NONE);
          float[] expected = whole.get(":, " + cut + ":").toFloatArray();
          assertThat(Floats.distance(rest.hidden().toFloatArray(), expected)).isLessThan(1e-5);
          assertThat(rest.past().tokens()).isEqualTo(LENGTH);
        }
      }
    }
  }

  private static int[][] part(int from, int to) {
    return Arrays.stream(DecoderGiven.TOKENS)
        .map(sequence -> Arrays.copyOfRange(sequence, from, to))
        .toArray(int[][]::new);
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new DecoderConfig(11, 8, 2, 8, 8, 12, 1e-5, 10_000, false))
        .isInstanceOf(ConfigException.class)
        .hasMessage("decoder.heads must cut width 8 into parts of an even size, got 8");
    assertThatThrownBy(() -> config(3, false))
        .hasMessage("decoder.keyValueHeads must divide heads 4, got 3");
    assertThatThrownBy(() -> new DecoderConfig(11, 8, 0, 4, 4, 12, 1e-5, 10_000, false))
        .hasMessage("decoder.layers must be at least 1, got 0");
    assertThatThrownBy(() -> new DecoderConfig(11, 8, 1, 4, 4, 12, 0, 10_000, false))
        .hasMessage("decoder.normEpsilon must be a positive number, got 0.0");
  }

  @Test
  void tokensThatAreNoWordsAreRefused() {
    try (NDManager manager = NDManager.newBaseManager()) {
      DecoderGiven given = DecoderGiven.of(config(2, false), 1, manager);
      Parameters parameters = given.parameters(manager);
      try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
        assertThatThrownBy(() -> logits(pass, given.decoder(), new int[][] {{0, 11}}))
            .hasMessage("tokens must be at least 0 and below the vocabulary of 11, got 11");
        assertThatThrownBy(() -> logits(pass, given.decoder(), new int[][] {{0, -1}}))
            .hasMessageContaining("got -1");
        assertThatThrownBy(() -> logits(pass, given.decoder(), new int[][] {{0, 1}, {0}}))
            .hasMessage("token sequences of a batch must have one length, got 2 and 1");
      }
    }
  }
}
