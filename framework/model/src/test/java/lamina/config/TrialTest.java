package lamina.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import lamina.mask.FrozenMask;
import lamina.mask.LearnableMask;
import lamina.mask.MaskInitialisation;
import lamina.mask.ShuffledMask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialTest {
  /** Written by hand from the rules: sorted keys, no spaces, every field, shortest numbers. */
  private static final String BASELINE =
      "{\"experiment\":{\"backbone\":{\"activation\":\"gelu\",\"dropout\":0.1,\"feedForward\":256,"
          + "\"heads\":4,\"layers\":4,\"normalisation\":\"pre\",\"width\":64},\"encoders\":{"
          + "\"audio\":{\"bands\":32,\"frameMillis\":20,\"kind\":\"mel-spectrogram\"},\"image\":{"
          + "\"kind\":\"patches\",\"size\":8}},\"mask\":{\"kind\":\"none\"},\"task\":{\"data\":{"
          + "\"audioMillis\":500,\"audioSnrDecibels\":20,\"compositionSeed\":0,\"imageNoise\":0.2,"
          + "\"kind\":\"garments-and-voices\",\"testExamples\":1000,\"trainExamples\":1600,"
          + "\"validationExamples\":400},\"kind\":\"classification\",\"pooling\":\"mean\"},"
          + "\"training\":{\"batch\":64,\"clipNorm\":1,\"epochs\":6,\"optimizer\":{\"beta1\":0.9,"
          + "\"beta2\":0.999,\"epsilon\":0.00000001,\"kind\":\"adamw\",\"learningRate\":0.002,"
          + "\"weightDecay\":0.01},\"schedule\":{\"kind\":\"warmup-cosine\",\"warmup\":0.1},"
          + "\"selection\":\"best-validation\",\"stopping\":{\"kind\":\"never\"}}},\"schema\":1,"
          + "\"seed\":3}";

  private static final String MASK =
      "\"mask\":{\"depth\":2,\"fusion\":\"multiply\",\"hidden\":64,\"initialisation\":\"default\","
          + "\"kind\":\"learnable\",\"length\":\"fixed\",\"parametrisation\":\"unconstrained\","
          + "\"placement\":\"per-layer\"}";

  private static final String GOLDEN_BASELINE =
      "120a27952330dbbd27720d30d3f18c9fa2c2deae81fd58f3f9ea6eb1bf719adb";
  private static final String GOLDEN_MASK =
      "1627a6bc6b339b5dcfdf21ad0d38c081023d5e0af2700ba6ad9378df83d69f53";

  @Test
  void theCanonicalTextAndItsHashArePinned() {
    Trial trial = Trial.of(Given.baseline(), 3);
    assertThat(trial.toJson()).isEqualTo(BASELINE);
    assertThat(trial.id().hex()).isEqualTo(GOLDEN_BASELINE);
  }

  @Test
  void aMaskIsWrittenWithItsDefaults() {
    Trial trial = Trial.of(Given.baseline().with(Given.mask()), 3);
    assertThat(trial.toJson()).isEqualTo(BASELINE.replace("\"mask\":{\"kind\":\"none\"}", MASK));
    assertThat(trial.id().hex()).isEqualTo(GOLDEN_MASK);
  }

  @Test
  void aControlOfAMaskIsWrittenAroundIt() {
    String wrapped = MASK.substring("\"mask\":".length());
    for (AttentionMask mask :
        List.of(new ShuffledMask(Given.mask()), new FrozenMask(Given.mask()))) {
      String kind = mask instanceof FrozenMask ? "frozen" : "shuffled";
      assertThat(Trial.of(Given.baseline().with(mask), 3).toJson())
          .isEqualTo(
              BASELINE.replace(
                  "\"mask\":{\"kind\":\"none\"}",
                  "\"mask\":{\"kind\":\"" + kind + "\",\"mask\":" + wrapped + "}"));
    }
  }

  @Test
  void aMaskThatIsTheSameForAllScoresIsNotFrozen() {
    LearnableMask constant = Given.mask().withInitialisation(MaskInitialisation.IDENTITY);
    assertThatThrownBy(() -> new FrozenMask(constant))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "mask must start at random to be frozen (trait plainAtStart), and not the same for all"
                + " scores, got learnable");
  }

  @Test
  void aMaskIsNotShuffledWhereNoExampleHasANeighbour() {
    Training alone =
        new Training(
            6,
            1,
            new AdamW(0.002, 0.01, 0.9, 0.999, 1e-8),
            new Schedule.Constant(),
            1,
            Selection.LAST,
            new Stopping.Never());
    assertThatThrownBy(
            () -> Given.baseline().withTraining(alone).with(new ShuffledMask(Given.mask())))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "training.batch must be at least 2 for a mask of kind shuffled, which reads other"
                + " examples of the batch, got 1");
  }

  @Test
  void aDefaultWrittenOutIsTheSameTrial() {
    TrialId implicit = Trial.of(Given.baseline().with(Given.mask()), 0).id();
    TrialId explicit = Trial.of(Given.baseline().with(Given.mask().withHidden(64)), 0).id();
    assertThat(explicit).isEqualTo(implicit);
  }

  @Test
  void whatIsReadIsWhatWasWritten() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 300; i++) {
      Trial trial = Trial.of(Given.random(random), random.nextLong());
      assertThat(Trial.fromJson(trial.toJson())).isEqualTo(trial);
      assertThat(Trial.fromJson(trial.toJson()).id()).isEqualTo(trial.id());
    }
  }

  @Test
  void anotherSeedIsAnotherTrial() {
    assertThat(Trial.of(Given.baseline(), 1).id()).isNotEqualTo(Trial.of(Given.baseline(), 2).id());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"schema\":1             | \"schema\":2             | schema must be 1, got 2",
        "\"heads\":4              | \"heads\":5              | backbone.heads must divide backbone.width 64, got 5",
        "\"activation\":\"gelu\"  | \"activation\":\"swish\" | backbone.activation must be one of relu, gelu, gelu-tanh, prelu, got 'swish'",
        "\"kind\":\"none\"        | \"kind\":\"sideways\"    | sideways",
        "\"layers\":4,            | ''                       | layers",
        "\"layers\":4             | \"layers\":4,\"deep\":1  | deep",
        "\"layers\":4             | \"layers\":null          | layers",
        "\"layers\":4             | \"layers\":\"4\"         | layers",
        "\"layers\":4             | \"layers\":4.5           | layers",
        "\"epochs\":6             | \"epochs\":0             | training.epochs must be at least 1, got 0",
        "\"size\":8               | \"size\":7               | encoders.image.size must divide the image's side 40, got 7",
        "\"dropout\":0.1          | \"dropout\":1            | backbone.dropout must be at least 0 and below 1, got 1",
      })
  void aWrongFieldIsNamed(String right, String wrong, String message) {
    String text = BASELINE.replace(right.strip(), wrong == null ? "" : wrong.strip());
    assertThat(text).isNotEqualTo(BASELINE);
    assertThatThrownBy(() -> Trial.fromJson(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message.strip());
  }

  @Test
  void aMaskOfDepthZeroIsRefused() {
    assertThatThrownBy(() -> Given.mask().withDepth(0))
        .isInstanceOf(ConfigException.class)
        .hasMessage("mask.depth must be at least 1, got 0");
  }

  @Test
  void idsThatWouldLeaveTheirFolderAreRefused() {
    assertThatThrownBy(() -> new TrialId("../../etc/passwd"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("trial id must be 64 hexadecimal digits");
  }

  @ParameterizedTest
  @CsvSource({"0.001,0.001", "1e-8,0.00000001", "8,8", "-0.0,0", "1e21,1000000000000000000000"})
  void numbersAreWrittenShortAndWithoutExponent(double value, String written) {
    assertThat(Numbers.plain(value)).isEqualTo(written);
  }
}
