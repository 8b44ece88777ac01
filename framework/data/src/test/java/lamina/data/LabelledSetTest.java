package lamina.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import lamina.config.AudiovisualEncoders;
import lamina.config.LabelledFiles;
import lamina.config.MelSpectrogram;
import lamina.config.Patches;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledSetTest {
  private static final AudiovisualEncoders ENCODERS =
      new AudiovisualEncoders(new Patches(4), new MelSpectrogram(8, 20));
  private static final int SIDE = 8;
  private static final int SAMPLES = 1600;

  @TempDir Path temporary;
  private DataFolder folder;
  private LabelledFiles data;

  @BeforeEach
  void writeData() throws IOException {
    folder = new DataFolder(temporary.resolve("data"));
    data = write(0.25).data();
  }

  private LabelledSet write(double gain) throws IOException {
    int[][] labels = {{1, 0, 1, 2, 2, 0}, {2, 0}, {1, 1, 0}};
    ByteBuffer payload = ByteBuffer.allocate(11 * (SIDE * SIDE + 2 * SAMPLES));
    SplittableRandom random = new SplittableRandom(4);
    for (int example = 0; example < 11; example++) {
      for (int i = 0; i < SIDE * SIDE; i++) {
        payload.put((byte) random.nextInt(256));
      }
      double step = 0.1 + random.nextDouble();
      for (int t = 0; t < SAMPLES; t++) {
        payload.putShort((short) Math.round(gain * 32767 * StrictMath.sin(step * t)));
      }
    }
    return new LabelledContent(
            SIDE,
            4000,
            400,
            List.of("x", "y", "z"),
            Map.of(Split.TRAIN, labels[0], Split.VALIDATION, labels[1], Split.TEST, labels[2]),
            payload.flip())
        .write(folder);
  }

  @Test
  void examplesHaveTheShapesOfTheirEncodersAndTheirOwnLabels() {
    Examples examples = Examples.of(data, ENCODERS, Split.TEST, folder);
    assertThat(examples.labels()).containsExactly(1, 1, 0);
    assertThat(Examples.classes(data, folder)).containsExactly("x", "y", "z");
    assertThat(examples.imageTokens()).isEqualTo(4);
    assertThat(examples.audioTokens()).isEqualTo(20);
    assertThat(examples.image()).hasSize(3 * 4 * 16);
    assertThat(examples.audio()).hasSize(3 * 20 * 8);
  }

  @Test
  void trainingPixelsHaveMeanZeroAndVarianceOneAndOthersTheSameScale() {
    float[] image = Examples.of(data, ENCODERS, Split.TRAIN, folder).image();
    double sum = 0;
    double squares = 0;
    for (float value : image) {
      sum += value;
      squares += (double) value * value;
    }
    assertThat(sum / image.length).isCloseTo(0, within(1e-6));
    assertThat(squares / image.length).isCloseTo(1, within(1e-5));
    LabelledSet set = LabelledSet.open(data, folder);
    float pixel = set.example(Split.TEST, 0).image()[0];
    assertThat((double) Examples.of(data, ENCODERS, Split.TEST, folder).image()[0])
        .isCloseTo((pixel - set.pixelMean()) / set.pixelDeviation(), within(1e-6));
  }

  @Test
  void loudnessIsNoFeature() throws IOException {
    LabelledFiles louder = write(0.75).data();
    assertThat(louder.checksum()).isNotEqualTo(data.checksum());
    float[] quiet = Examples.of(data, ENCODERS, Split.TRAIN, folder).audio();
    float[] loud = Examples.of(louder, ENCODERS, Split.TRAIN, folder).audio();
    for (int i = 0; i < quiet.length; i++) {
      assertThat(loud[i]).isCloseTo(quiet[i], within(0.01f));
    }
  }

  @Test
  void aSmallerSetIsTheStartOfALargerOneAtTheSameScale() {
    LabelledFiles few = new LabelledFiles(data.checksum(), 3, SIDE, 4000, 400, 2);
    for (Split split : Split.values()) {
      Examples all = Examples.of(data, ENCODERS, split, folder);
      Examples start = Examples.of(few, ENCODERS, split, folder);
      assertThat(start.count()).isEqualTo(2);
      assertThat(start.image()).isEqualTo(Arrays.copyOf(all.image(), start.image().length));
      assertThat(start.labels()).isEqualTo(Arrays.copyOf(all.labels(), 2));
    }
  }

  @Test
  void dataThatWereNotAddedAreAskedFor() {
    LabelledFiles other = new LabelledFiles("0".repeat(64), 3, SIDE, 4000, 400, 9);
    assertThatThrownBy(() -> LabelledSet.open(other, folder))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "own data %s are not in %s: add them with ./lamina data add"
                .formatted(other.checksum(), folder.path()));
  }

  @Test
  void dataOfAnotherFormAreRefused() {
    refused("classes must be 3", new LabelledFiles(data.checksum(), 4, SIDE, 4000, 400, 9));
    refused("imageSide must be 8", new LabelledFiles(data.checksum(), 3, 4, 4000, 400, 9));
    refused("sampleRate must be 4000", new LabelledFiles(data.checksum(), 3, SIDE, 2000, 400, 9));
    refused("audioMillis must be 400", new LabelledFiles(data.checksum(), 3, SIDE, 4000, 200, 9));
  }

  private void refused(String rule, LabelledFiles wrong) {
    assertThatThrownBy(() -> LabelledSet.open(wrong, folder))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("task.data." + rule + " for own data " + data.checksum());
  }

  @Test
  void aDamagedFileIsRefusedAndAddingMendsIt() throws IOException {
    Path file = LabelledSet.file(data.checksum(), folder);
    byte[] whole = Files.readAllBytes(file);
    for (int place : new int[] {20, whole.length / 2, whole.length - 1}) {
      byte[] damaged = whole.clone();
      damaged[place] ^= 1;
      Files.write(file, damaged);
      assertThatThrownBy(() -> LabelledSet.open(data, folder))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(file + " is damaged");
    }
    write(0.25);
    assertThat(file).hasBinaryContent(whole);
  }
}
