package lamina.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import lamina.config.AudiovisualEncoders;
import lamina.config.GarmentsAndVoices;
import lamina.config.MelSpectrogram;
import lamina.config.Patches;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
  private static final AudiovisualEncoders ENCODERS =
      new AudiovisualEncoders(new Patches(8), new MelSpectrogram(32, 20));

  @TempDir Path temporary;
  private DataFolder folder;

  @BeforeEach
  void writeData() throws IOException {
    folder = TinyData.in(temporary.resolve("data"));
  }

  @Test
  void examplesHaveTheShapesOfTheirEncoders() {
    Examples examples = Examples.of(data(12, 0), ENCODERS, Split.TRAIN, folder);
    assertThat(examples.imageTokens()).isEqualTo(25);
    assertThat(examples.audioTokens()).isEqualTo(25);
    assertThat(examples.image()).hasSize(12 * 25 * 64);
    assertThat(examples.audio()).hasSize(12 * 25 * 32);
    assertThat(examples.labels()).startsWith(0, 1, 2).endsWith(9, 0, 1);
  }

  @Test
  void theSameConfigurationGivesTheSameBitsWhateverElseWasComposed() throws IOException {
    Examples first = Examples.of(data(10, 7), ENCODERS, Split.TEST, folder);
    DataFolder elsewhere = TinyData.in(temporary.resolve("copy"));
    Examples.of(data(10, 8), ENCODERS, Split.TEST, elsewhere);
    Examples again = Examples.of(data(10, 7), ENCODERS, Split.TEST, elsewhere);
    assertThat(again.image()).isEqualTo(first.image());
    assertThat(again.audio()).isEqualTo(first.audio());
  }

  @Test
  void aSmallerSetIsTheStartOfALargerOne() {
    Examples small = Examples.of(data(5, 0), ENCODERS, Split.TRAIN, folder);
    Examples large = Examples.of(data(20, 0), ENCODERS, Split.TRAIN, folder);
    assertThat(Arrays.copyOf(large.image(), small.image().length)).isEqualTo(small.image());
    assertThat(Arrays.copyOf(large.audio(), small.audio().length)).isEqualTo(small.audio());
  }

  @Test
  void speechMayBeShorterAndLongerThanAPiece() {
    AudiovisualEncoders tenMillis =
        new AudiovisualEncoders(new Patches(8), new MelSpectrogram(16, 10));
    for (int millis : new int[] {250, 500, 1250}) {
      GarmentsAndVoices data = new GarmentsAndVoices(5, 5, 5, 0.2, 20, millis, 0);
      Examples examples = Examples.of(data, tenMillis, Split.TRAIN, folder);
      assertThat(examples.audioTokens()).isEqualTo(millis / 10);
      assertThat(examples.audio()).hasSize(5 * millis / 10 * 16);
      for (int token = 0; token < 5 * millis / 10; token++) {
        float[] frame = Arrays.copyOfRange(examples.audio(), token * 16, (token + 1) * 16);
        assertThat(frame).as("no frame is empty").isNotEqualTo(new float[16]);
      }
    }
    assertThatThrownBy(() -> new GarmentsAndVoices(5, 5, 5, 0.2, 20, 0, 0))
        .hasMessage("task.data.audioMillis must be at least 1, got 0");
    assertThatThrownBy(() -> new GarmentsAndVoices(5, 5, 5, 0.2, 20, 60_001, 0))
        .hasMessage("task.data.audioMillis must be at most 60000, got 60001");
  }

  @Test
  void anotherSeedOrSplitGivesOtherExamples() {
    float[] image = Examples.of(data(5, 0), ENCODERS, Split.TRAIN, folder).image();
    assertThat(Examples.of(data(5, 1), ENCODERS, Split.TRAIN, folder).image()).isNotEqualTo(image);
    assertThat(Examples.of(data(5, 0), ENCODERS, Split.TEST, folder).image()).isNotEqualTo(image);
  }

  @Test
  void aPromptIsInOneSplitInEveryLanguage() {
    Map<String, Set<Split>> splits = new HashMap<>();
    for (Voices.Prompt prompt : Voices.open(folder).prompts()) {
      splits.computeIfAbsent(prompt.name(), name -> new HashSet<>()).add(prompt.split());
    }
    assertThat(splits).hasSize(40);
    assertThat(splits.values()).allMatch(each -> each.size() == 1);
  }

  @Test
  void aPictureIsInOneSplit() {
    Garments garments = Garments.open(folder);
    for (int c = 0; c < GarmentsAndVoices.CLASSES; c++) {
      Set<Integer> seen = new HashSet<>();
      int total = 0;
      for (Split split : Split.values()) {
        int[] pictures = garments.of(split, c);
        total += pictures.length;
        Arrays.stream(pictures).forEach(seen::add);
      }
      assertThat(seen).hasSize(total).hasSize(60);
    }
  }

  @Test
  void missingTruncatedAndDamagedFilesAreRefused() throws IOException {
    Path file = folder.garments();
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {0, 5, 20, bytes.length / 2, bytes.length - 1}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> Garments.open(folder))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("lamina data fetch");
    }
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    assertThatThrownBy(() -> Garments.open(folder)).hasMessageContaining("is damaged");
    Files.delete(file);
    assertThatThrownBy(() -> Garments.open(folder)).hasMessageContaining("is missing");
  }

  @Test
  void noiseHasMeanZeroAndVarianceOne() {
    var random = new java.util.SplittableRandom(3);
    double sum = 0;
    double squares = 0;
    int count = 100_000;
    for (int i = 0; i < count; i++) {
      float x = Noise.next(random);
      sum += x;
      squares += x * x;
    }
    assertThat(sum / count).isBetween(-0.02, 0.02);
    assertThat(squares / count).isBetween(0.97, 1.03);
  }

  private static GarmentsAndVoices data(int examples, long seed) {
    return new GarmentsAndVoices(examples, examples, examples, 0.2, 20, 500, seed);
  }
}
