package lamina.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lamina.mask.NoMask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LanguageModelTest {
  private static final String CHECKSUM = "0123456789abcdef".repeat(4);
  private static final FrozenDecoder TRAINED = new FrozenDecoder(2, 4, 64, 4, 64, 3e-3, 0);

  /** Of trials that were trained before there was a second kind. */
  private static final String GOLDEN_TRAINED =
      "e14f432d76c59f63db58081013815ee8c004ce70153f3c373584d25ae5a687e6";

  private static Trial trial(LanguageModel decoder, int leastCount) {
    return Trial.of(
        new Experiment<>(
            new Captioning(
                new GarmentCaptions(9, 8, 7, new ImagesAndSounds(), 0.25, 26, 0),
                new LlamaAdapter(decoder, 1, 44),
                new Generation(1, 0),
                leastCount),
            new FeatureTokens(true),
            Given.backbone(),
            new NoMask(),
            Given.baseline().training()),
        0);
  }

  @Test
  void aDecoderThatIsTrainedHereKeepsItsTextAndItsHash() {
    Trial trial = trial(TRAINED, 1);
    assertThat(trial.toJson())
        .contains(
            "\"captioner\":{\"adaptedLayers\":1,\"captionTokens\":44,\"decoder\":{\"batch\":64,"
                + "\"epochs\":4,\"heads\":4,\"layers\":2,\"learningRate\":0.003,\"seed\":0,"
                + "\"width\":64},\"kind\":\"llama-adapter\"}");
    assertThat(trial.id().hex()).isEqualTo(GOLDEN_TRAINED);
    assertThat(Trial.fromJson(trial.toJson())).isEqualTo(trial);
  }

  @Test
  void aPretrainedDecoderIsKnownByItsFieldsAndReadBack() {
    PretrainedDecoder pretrained = new PretrainedDecoder("llama-7b", CHECKSUM, 32);
    Trial trial = trial(pretrained, 1);
    assertThat(trial.toJson())
        .contains(
            "\"decoder\":{\"checksum\":\"" + CHECKSUM + "\",\"layers\":32,\"name\":\"llama-7b\"}");
    assertThat(Trial.fromJson(trial.toJson())).isEqualTo(trial);
    Captioning smoke = ((Captioning) trial.experiment().task()).smoke();
    assertThat(smoke.captioner()).isEqualTo(new LlamaAdapter(pretrained, 1, 44));
  }

  @Test
  void aWrongFieldIsNamed() {
    refused(
        "task.captioner.decoder.name must be letters, digits, dots, dashes and underscores,"
            + " got '../x'",
        () -> new PretrainedDecoder("../x", CHECKSUM, 1));
    refused(
        "task.captioner.decoder.checksum must be 64 hexadecimal digits, got 'abc'",
        () -> new PretrainedDecoder("x", "abc", 1));
    refused(
        "task.captioner.decoder.layers must be at least 1, got 0",
        () -> new PretrainedDecoder("x", CHECKSUM, 0));
    refused(
        "task.captioner.adaptedLayers must be from 1 to 2, got 3",
        () -> new LlamaAdapter(new PretrainedDecoder("x", CHECKSUM, 2), 3, 44));
    refused(
        "task.leastCount must be 1 for a pretrained decoder, which brings its own words, got 2",
        () -> trial(new PretrainedDecoder("x", CHECKSUM, 2), 2));
    assertThatThrownBy(() -> Json.read("{\"name\":\"x\",\"checksum\":\"y\"}", LanguageModel.class))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("layers");
  }

  private static void refused(String message, ThrowingCallable made) {
    assertThatThrownBy(made).isInstanceOf(ConfigException.class).hasMessage(message);
  }
}
