package lamina.data.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class CropTest {
  /** Grey, by column and row. */
  private static Pixels picture(int width, int height, IntBinaryOperator level) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) level.applyAsInt(i / 3 % width, i / 3 / width);
    }
    return new Pixels(width, height, rgb);
  }

  @Test
  void theShorterSideIsBroughtTo256Of224AndTheMiddleIsCutOut() {
    assertThat(Crop.middle(500, 375, 224))
        .isEqualTo(new Crop(0, 0, 500, 375, 341, 256, 59, 16, false));
    assertThat(Crop.middle(100, 400, 224))
        .isEqualTo(new Crop(0, 0, 100, 400, 256, 1024, 16, 400, false));
  }

  @Test
  void aPictureOfThatSizeIsCutOutAsItIs() {
    Pixels picture = picture(32, 40, (x, y) -> 5 * x + y);
    Crop crop = Crop.middle(32, 40, 28);
    assertThat(crop).isEqualTo(new Crop(0, 0, 32, 40, 32, 40, 2, 6, false));
    float[] square = crop.of(picture, 28);
    for (int y = 0; y < 28; y++) {
      for (int x = 0; x < 28; x++) {
        assertThat(square[28 * 28 + y * 28 + x] * 255)
            .isCloseTo(5 * (x + 2) + y + 6, within(1e-3f));
      }
    }
  }

  /** By hand: at half the size the triangle spans four pixels with weights 1, 3, 3, 1. */
  @Test
  void whatIsMadeSmallerIsAntialiased() {
    Pixels steps = picture(8, 8, (x, y) -> x * x);
    Crop half = new Crop(0, 0, 8, 8, 4, 4, 0, 0, false);
    float[] square = half.of(steps, 4);
    assertThat(square[1] * 255).isCloseTo((1 + 3 * 4 + 3 * 9 + 16) / 8f, within(1e-3f));
    assertThat(square[0] * 255).as("at the edge").isCloseTo((0 + 3 + 4) / 7f, within(1e-3f));
    Pixels fine = picture(300, 300, (x, y) -> (x + y) % 2 * 200);
    for (float level : Crop.middle(300, 300, 28).of(fine, 28)) {
      assertThat(level * 255).isCloseTo(100, within(1f));
    }
  }

  @Test
  void whatIsMadeLargerIsInterpolated() {
    Pixels two = picture(2, 2, (x, y) -> 100 * x);
    float[] square = new Crop(0, 0, 2, 2, 4, 4, 0, 0, false).of(two, 4);
    assertThat(new float[] {square[0], square[1], square[2], square[3]})
        .containsExactly(new float[] {0, 25 / 255f, 75 / 255f, 100 / 255f}, within(1e-6f));
  }

  @Test
  void aMirroredPartHasItsColumnsTheOtherWayRoundAndNothingFromOutsideIsSeen() {
    Pixels picture = picture(20, 20, (x, y) -> x < 4 || y < 2 ? 255 : x);
    Crop plain = new Crop(4, 2, 8, 8, 4, 4, 0, 0, false);
    float[] square = plain.of(picture, 4);
    float[] mirrored = new Crop(4, 2, 8, 8, 4, 4, 0, 0, true).of(picture, 4);
    for (int i = 0; i < square.length; i++) {
      assertThat(square[i]).isLessThan(12 / 255f);
      assertThat(mirrored[i]).isEqualTo(square[i / 4 * 4 + 3 - i % 4]);
    }
  }

  @Test
  void randomPartsLieWithinThePictureAndHaveTheirAreaAndRatio() {
    double least = 1;
    double most = 0;
    int mirrored = 0;
    for (int i = 0; i < 2000; i++) {
      Crop crop = Crop.random(300, 200, 224, new SplittableRandom(i));
      assertThat(crop.left()).isBetween(0, 300 - crop.width());
      assertThat(crop.top()).isBetween(0, 200 - crop.height());
      assertThat((double) crop.width() / crop.height()).isBetween(0.73, 1.37);
      double area = crop.width() * crop.height() / 60_000.0;
      least = Math.min(least, area);
      most = Math.max(most, area);
      mirrored += crop.mirrored() ? 1 : 0;
      assertThat(Crop.random(300, 200, 224, new SplittableRandom(i))).isEqualTo(crop);
    }
    assertThat(least).isBetween(0.079, 0.1);
    assertThat(most).isBetween(0.8, 1.0);
    assertThat(mirrored).isBetween(900, 1100);
  }

  @Test
  void aPictureThatNoPartFitsIsCutInTheMiddle() {
    Crop wide = Crop.random(1000, 3, 224, new SplittableRandom(0));
    assertThat(wide).isEqualTo(new Crop(498, 0, 4, 3, 224, 224, 0, 0, wide.mirrored()));
    assertThat(wide.of(picture(1000, 3, (x, y) -> x / 4), 16)).hasSize(3 * 16 * 16);
    assertThat(Crop.middle(1, 1, 16).of(picture(1, 1, (x, y) -> 255), 16)).containsOnly(1f);
  }
}
