package lamina.data.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {
  @TempDir Path temporary;

  @Test
  void aColourBecomesItsGrey() throws IOException {
    assertThat(levels(0xff0000)).containsOnly(77);
    assertThat(levels(0x00ff00)).containsOnly(149);
    assertThat(levels(0x0000ff)).containsOnly(29);
    assertThat(levels(0x323232)).containsOnly(50);
    assertThat(levels(0xffffff)).containsOnly(255);
  }

  private int[] levels(int rgb) throws IOException {
    Path file = OwnFiles.image(temporary.resolve("colour.png"), 7, 5, rgb);
    return unsigned(Picture.read(file, 3));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_BYTE_BINARY,
        BufferedImage.TYPE_BYTE_INDEXED
      })
  void everyKindOfPngIsRead(int type) throws IOException {
    BufferedImage image = new BufferedImage(4, 4, type);
    for (int i = 0; i < 8; i++) {
      image.setRGB(i / 4, i % 4, 0xffffffff);
    }
    Path file = OwnFiles.png(temporary.resolve("kind.png"), image);
    assertThat(unsigned(Picture.read(file, 4)))
        .containsExactly(255, 255, 0, 0, 255, 255, 0, 0, 255, 255, 0, 0, 255, 255, 0, 0);
  }

  @Test
  void whatIsTransparentIsBlack() throws IOException {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00ffffff);
    Path file = OwnFiles.png(temporary.resolve("transparent.png"), image);
    assertThat(unsigned(Picture.read(file, 4))).containsOnly(0);
  }

  @Test
  void aFinePatternBecomesItsMeanAndNoOtherPattern() throws IOException {
    BufferedImage image = new BufferedImage(330, 1000, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < 330; x++) {
      for (int y = 0; y < 1000; y++) {
        image.getRaster().setSample(x, y, 0, (x + y) % 2 * 200);
      }
    }
    Path file = OwnFiles.png(temporary.resolve("fine.png"), image);
    for (int level : unsigned(Picture.read(file, 40))) {
      assertThat(level).isBetween(98, 102);
    }
  }

  @Test
  void halfTheSideIsTheMeanOfFourPixels() throws IOException {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 16; i++) {
      image.getRaster().setSample(i % 4, i / 4, 0, i * 16);
    }
    Path file = OwnFiles.png(temporary.resolve("ramp.png"), image);
    assertThat(unsigned(Picture.read(file, 2))).containsExactly(40, 72, 168, 200);
  }

  @Test
  void whatIsNoPictureIsRefused() throws IOException {
    Path text = Files.writeString(temporary.resolve("text.png"), "no picture");
    assertThatThrownBy(() -> Picture.read(text, 4))
        .isInstanceOf(IOException.class)
        .hasMessage("it is in no format that Java reads");
    byte[] whole =
        Files.readAllBytes(OwnFiles.image(temporary.resolve("whole.png"), 40, 40, 0x336699));
    Path cut = Files.write(temporary.resolve("cut.png"), Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> Picture.read(cut, 4)).isInstanceOf(IOException.class);
  }

  private static int[] unsigned(byte[] levels) {
    int[] unsigned = new int[levels.length];
    for (int i = 0; i < levels.length; i++) {
      unsigned[i] = levels[i] & 0xff;
    }
    return unsigned;
  }
}
