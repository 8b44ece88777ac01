package lamina.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lamina.mask.NoMask;
import org.junit.jupiter.api.Test;

class LabelledFilesTest {
  private static final String CHECKSUM = "0123456789abcdef".repeat(4);
  private static final LabelledFiles DATA =
      new LabelledFiles(CHECKSUM, 4, 40, 44_100, 500, Integer.MAX_VALUE);

  private static Experiment<NoMask> on(LabelledFiles data) {
    return Given.baseline().withTask(new Classification(data, Pooling.MEAN));
  }

  /** Written by hand from the rules: sorted keys, no spaces, every field, shortest numbers. */
  @Test
  void theCanonicalTextAndItsHashArePinned() {
    Trial trial = Trial.of(on(DATA), 3);
    assertThat(trial.toJson())
        .contains(
            "\"task\":{\"data\":{\"audioMillis\":500,\"checksum\":\""
                + CHECKSUM
                + "\",\"classes\":4,\"imageSide\":40,\"kind\":\"labelled-files\","
                + "\"mostExamples\":2147483647,\"sampleRate\":44100},"
                + "\"kind\":\"classification\",\"pooling\":\"mean\"}");
    assertThat(trial.id().hex())
        .isEqualTo("f3122b20068dc203c453d615d59eb833b33b221daac0bbf30b0497bd74c4a6f9");
    assertThat(Trial.fromJson(trial.toJson())).isEqualTo(trial);
  }

  @Test
  void otherContentIsAnotherTrial() {
    LabelledFiles other = new LabelledFiles("f".repeat(64), 4, 40, 44_100, 500, Integer.MAX_VALUE);
    assertThat(Trial.of(on(other), 0).id()).isNotEqualTo(Trial.of(on(DATA), 0).id());
  }

  @Test
  void tokensAreThoseOfTheFormOfTheFiles() {
    assertThat(on(DATA).tokens()).isEqualTo(25 + 25);
    assertThat(on(new LabelledFiles(CHECKSUM, 2, 64, 16_000, 60_000, 1)).tokens())
        .isEqualTo(64 + 3000);
  }

  @Test
  void encodersThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> on(new LabelledFiles(CHECKSUM, 4, 42, 8000, 500, 9)))
        .hasMessage("encoders.image.size must divide the image's side 42, got 8");
    assertThatThrownBy(() -> on(new LabelledFiles(CHECKSUM, 4, 40, 8000, 10, 9)))
        .hasMessage("encoders.audio.frameMillis must fit into the waveform, got 20");
    assertThatThrownBy(() -> on(new LabelledFiles(CHECKSUM, 4, 40, 8000, 510, 9)))
        .hasMessage("encoders.audio.frameMillis must divide the waveform's samples 4080, got 160");
    assertThatThrownBy(() -> new MelSpectrogram(8, 30_000_000).tokens(96_000, 192_000))
        .hasMessage("encoders.audio.frameMillis must fit into the waveform, got 30000000");
  }

  @Test
  void aSmokeTestIsAnotherTrialOfEightExamplesAtMost() {
    assertThat(DATA.smoke().mostExamples()).isEqualTo(8);
    assertThat(Trial.of(on(DATA).smoke(), 0).id()).isNotEqualTo(Trial.of(on(DATA), 0).id());
    assertThat(new LabelledFiles(CHECKSUM, 2, 40, 8000, 500, 3).smoke().mostExamples())
        .isEqualTo(3);
  }

  @Test
  void aWrongFieldIsNamed() {
    refused(
        "task.data.checksum must be 64 hexadecimal digits, as lamina data add prints them, got '3fa9'",
        "3fa9",
        4,
        40,
        8000,
        500,
        1);
    refused("task.data.classes must be at least 2, got 1", CHECKSUM, 1, 40, 8000, 500, 1);
    refused("task.data.imageSide must be from 1 to 1024, got 1025", CHECKSUM, 4, 1025, 8000, 5, 1);
    refused(
        "task.data.sampleRate must be from 1000 to 192000, got 999", CHECKSUM, 4, 40, 999, 500, 1);
    refused(
        "task.data.audioMillis must be from 1 to 60000, got 60001",
        CHECKSUM,
        4,
        40,
        8000,
        60_001,
        1);
    refused(
        "task.data.audioMillis must be a whole number of samples at 22050 a second, got 25",
        CHECKSUM,
        4,
        40,
        22_050,
        25,
        1);
    refused("task.data.mostExamples must be at least 1, got 0", CHECKSUM, 4, 40, 8000, 500, 0);
  }

  private static void refused(
      String message, String checksum, int classes, int side, int rate, int millis, int most) {
    assertThatThrownBy(() -> new LabelledFiles(checksum, classes, side, rate, millis, most))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }
}
