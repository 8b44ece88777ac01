package lamina.data.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PixelsTest {
  private static final byte[] ADOBE = {
    (byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
  };

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_BYTE_INDEXED
      })
  void everyKindOfColouredPngIsRead(int type) throws IOException {
    BufferedImage image = new BufferedImage(3, 2, type);
    image.setRGB(2, 1, 0xff3366cc);
    Pixels pixels = Pixels.decode(written(image, "png"));
    assertThat(pixels.width()).isEqualTo(3);
    assertThat(colour(pixels, 2, 1)).containsExactly(0x33, 0x66, 0xcc);
    assertThat(colour(pixels, 1, 1)).containsExactly(0, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({"10, 100", "11, 100", "12, 255"})
  void greyHasItsLevelInEveryChannel(int type, int level) throws IOException {
    BufferedImage image = new BufferedImage(2, 2, type);
    int most = (1 << image.getRaster().getSampleModel().getSampleSize(0)) - 1;
    image.getRaster().setSample(1, 0, 0, Math.round(level * (float) most / 255));
    Pixels pixels = Pixels.decode(written(image, "png"));
    assertThat(colour(pixels, 1, 0)).containsExactly(level, level, level);
    assertThat(colour(pixels, 0, 1)).containsExactly(0, 0, 0);
  }

  @Test
  void aGreyJpegHasItsLevelInEveryChannel() throws IOException {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSamples(0, 0, 8, 8, 0, filled(64, 90));
    assertThat(colour(Pixels.decode(written(image, "jpg")), 4, 4)).containsExactly(90, 90, 90);
  }

  @Test
  void aJpegInColourIsReadToTheLastLevelOrTwo() throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      image.setRGB(i % 16, i / 16, 0xc86432);
    }
    assertColour(Pixels.decode(written(image, "jpg")), 0xc8, 0x64, 0x32);
  }

  /** What Java refuses, with the inks turned round as Adobe's programs write them, and as not. */
  @ParameterizedTest
  @CsvSource({
    // c, m, y, k as they stand in the file; Adobe's transform or none; red, green, blue
    "255, 128, 0, 255, 0, 255, 128, 0",
    "255, 128, 0, 128, 0, 128, 64, 0",
    "0, 127, 255, 0, -1, 255, 128, 0",
    "0, 127, 255, 127, -1, 128, 64, 0",
    // 105, 69, 234 as luminance is red 254, green 50, blue 0, and the inks are the rest
    "105, 69, 234, 255, 2, 1, 205, 255",
  })
  void jpegsOfFourChannelsAreRead(
      int one, int two, int three, int four, int transform, int red, int green, int blue)
      throws IOException {
    byte[] file = raw(transform, one, two, three, four);
    assertColour(Pixels.decode(file), red, green, blue);
  }

  @Test
  void aJpegThatSaysItIsRgbIsNotTakenForLuminance() throws IOException {
    assertColour(Pixels.decode(raw(0, 10, 200, 90)), 10, 200, 90);
    assertColour(Pixels.decode(raw(1, 105, 69, 234)), 254, 50, 0);
  }

  @Test
  void whatCannotBeDecodedIsRefused() throws IOException {
    byte[] png = written(new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB), "png");
    refused(Arrays.copyOf(png, png.length / 2));
    refused(Arrays.copyOf(png, 20));
    byte[] jpeg = written(new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB), "jpg");
    refused(Arrays.copyOf(jpeg, 30));
    refused(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xd9});
    assertThatThrownBy(() -> Pixels.decode("GIF89a....".getBytes()))
        .hasMessage("it must be a JPEG or a PNG, and it begins as neither");
    refused(raw(-1, 1, 2));
  }

  private static void refused(byte[] file) {
    assertThatThrownBy(() -> Pixels.decode(file)).isInstanceOf(IOException.class);
  }

  private static void assertColour(Pixels pixels, int... expected) {
    int[] colour = colour(pixels, 3, 3);
    for (int c = 0; c < 3; c++) {
      assertThat(colour[c]).as("channel " + c).isCloseTo(expected[c], within(3));
    }
  }

  private static int[] colour(Pixels pixels, int x, int y) {
    return new int[] {pixels.at(x, y, 0), pixels.at(x, y, 1), pixels.at(x, y, 2)};
  }

  private static byte[] written(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  /** A JPEG of one colour whose channels are written as they are, with Adobe's marker or not. */
  private static byte[] raw(int transform, int... channels) throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(0, 16, 16, channels.length, null);
    for (int c = 0; c < channels.length; c++) {
      raster.setSamples(0, 0, 16, 16, c, filled(256, channels[c]));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(raster, null, null), null);
    } finally {
      writer.dispose();
    }
    byte[] file = bytes.toByteArray();
    if (transform < 0) {
      return file;
    }
    byte[] marker = ADOBE.clone();
    marker[marker.length - 1] = (byte) transform;
    ByteArrayOutputStream marked = new ByteArrayOutputStream();
    marked.write(file, 0, 2);
    marked.write(marker);
    marked.write(file, 2, file.length - 2);
    return marked.toByteArray();
  }

  private static int[] filled(int count, int value) {
    int[] values = new int[count];
    Arrays.fill(values, value);
    return values;
  }
}
