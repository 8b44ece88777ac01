package lamina.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import lamina.config.GarmentPictures;
import lamina.config.Patches;
import lamina.config.PictureEncoders;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GarmentDrawTest {
  private static final PictureEncoders ENCODERS = new PictureEncoders(new Patches(14));

  @TempDir Path temporary;
  private DataFolder folder;

  @BeforeEach
  void writeData() throws IOException {
    folder = TinyData.in(temporary.resolve("data"));
  }

  private Examples of(GarmentPictures data, Split split) {
    return Examples.of(data, ENCODERS, split, folder);
  }

  private int[] drawn(int train, int validation, int test, long seed, Split split) {
    return new GarmentDraw(
            Garments.open(folder), new GarmentPictures(train, validation, test, seed))
        .of(split);
  }

  @Test
  void aSmallerSetIsTheStartOfALargerOneAndOtherSplitsStayAsTheyAre() {
    Examples small = of(new GarmentPictures(20, 30, 40, 0), Split.TRAIN);
    Examples large = of(new GarmentPictures(200, 30, 40, 0), Split.TRAIN);
    assertThat(small.image()).hasSize(20 * 28 * 28);
    assertThat(Arrays.copyOf(large.image(), small.image().length)).isEqualTo(small.image());
    assertThat(Arrays.copyOf(large.labels(), 20)).isEqualTo(small.labels());
    for (Split split : new Split[] {Split.VALIDATION, Split.TEST}) {
      assertThat(of(new GarmentPictures(200, 30, 40, 0), split).image())
          .isEqualTo(of(new GarmentPictures(20, 30, 40, 0), split).image());
    }
  }

  @Test
  void noPhotographIsDrawnTwiceAndEachIsOfItsLabelAndSplit() {
    Garments garments = Garments.open(folder);
    int[] pictures = drawn(300, 30, 30, 0, Split.TRAIN);
    assertThat(pictures).doesNotHaveDuplicates();
    for (int i = 0; i < pictures.length; i++) {
      assertThat(garments.of(Split.TRAIN, i % 10)).contains(pictures[i]);
    }
  }

  @Test
  void anotherSeedDrawsOthers() {
    assertThat(drawn(20, 10, 10, 1, Split.TRAIN)).isNotEqualTo(drawn(20, 10, 10, 0, Split.TRAIN));
  }

  @Test
  void aPatchHasItsPixelsRowByRowInTheirStandardUnits() {
    Garments garments = Garments.open(folder);
    int picture = drawn(1, 1, 1, 0, Split.TEST)[0];
    Examples examples = of(new GarmentPictures(1, 1, 1, 0), Split.TEST);
    assertThat(examples.imageTokens()).isEqualTo(4);
    assertThat(examples.audioTokens()).isZero();
    float pixel = garments.pixel(picture, 14 + 3, 14 + 5);
    assertThat(examples.image()[3 * 14 * 14 + 3 * 14 + 5])
        .isEqualTo((float) (pixel - 0.286) * (float) (1 / 0.353));
  }

  @Test
  void moreThanThereAreAreRefused() {
    int most = 10_000;
    for (int c = 0; c < 10; c++) {
      most = Math.min(most, 10 * Garments.open(folder).of(Split.VALIDATION, c).length + c);
    }
    assertThat(drawn(1, most, 1, 0, Split.VALIDATION)).hasSize(most);
    int more = most + 1;
    assertThatThrownBy(() -> drawn(1, more, 1, 0, Split.VALIDATION))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "task.data.validationExamples must be at most %d, as many photographs as there are in turns of 10, got %d"
                .formatted(most, more));
  }
}
