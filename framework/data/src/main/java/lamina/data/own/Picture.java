package lamina.data.own;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.jetbrains.kotlinx.dl.dataset.image.ColorMode;
import org.jetbrains.kotlinx.dl.dataset.image.ImageConverter;
import org.jetbrains.kotlinx.dl.dataset.preprocessor.image.Convert;
import org.jetbrains.kotlinx.dl.dataset.preprocessor.image.InterpolationType;
import org.jetbrains.kotlinx.dl.dataset.preprocessor.image.RenderingSpeed;
import org.jetbrains.kotlinx.dl.dataset.preprocessor.image.Resize;

/**
 * Pictures in any format that Java reads, as grey squares, by KotlinDL's preprocessing. Grey is
 * 0.299 R + 0.587 G + 0.114 B; what is transparent becomes black; a picture that is no square is
 * stretched to one.
 */
final class Picture {
  private Picture() {}

  /**
   * The grey levels of a picture, row by row, side x side.
   *
   * @throws IOException where it cannot be decoded
   */
  static byte[] read(Path file, int side) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    if (image == null) {
      throw new IOException("it is in no format that Java reads");
    }
    BufferedImage grey = new Convert(ColorMode.GRAYSCALE).apply(opaque(image));
    float[] levels =
        ImageConverter.INSTANCE.toRawFloatArray(
            resize(halve(grey, side), side, side), ColorMode.GRAYSCALE);
    byte[] pixels = new byte[side * side];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) Math.round(levels[i]);
    }
    return pixels;
  }

  /** The kinds of images that KotlinDL converts are few, and none is transparent. */
  private static BufferedImage opaque(BufferedImage image) {
    BufferedImage opaque =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = opaque.createGraphics();
    graphics.drawImage(image, 0, 0, null);
    graphics.dispose();
    return opaque;
  }

  /** Halves while it is twice too large: bilinear interpolation looks at four pixels alone. */
  private static BufferedImage halve(BufferedImage image, int side) {
    BufferedImage halved = image;
    while (halved.getWidth() >= 2 * side || halved.getHeight() >= 2 * side) {
      halved = resize(halved, half(halved.getWidth(), side), half(halved.getHeight(), side));
    }
    return halved;
  }

  private static int half(int length, int side) {
    return length >= 2 * side ? length / 2 : length;
  }

  private static BufferedImage resize(BufferedImage image, int width, int height) {
    return new Resize(width, height, InterpolationType.BILINEAR, RenderingSpeed.SLOW, false)
        .apply(image);
  }
}
