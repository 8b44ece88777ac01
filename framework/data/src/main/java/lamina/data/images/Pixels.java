package lamina.data.images;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A decoded picture in colour. A grey one has its level in all three channels; transparency and
 * colour profiles are left out, and no rotation that a camera noted is applied.
 *
 * @param rgb red, green and blue of every pixel, 8 bits each, row by row
 */
record Pixels(int width, int height, byte[] rgb) {
  static final int CHANNELS = 3;

  /** A channel's value, 0 to 255. */
  int at(int x, int y, int channel) {
    return rgb[(y * width + x) * CHANNELS + channel] & 0xff;
  }

  /**
   * Decodes a JPEG or a PNG, whatever its file is called.
   *
   * @throws IOException where it cannot be decoded
   */
  static Pixels decode(byte[] file) throws IOException {
    requireKnown(file);
    try {
      return isJpeg(file) ? Jpeg.decode(file) : png(file);
    } catch (RuntimeException damaged) {
      throw new IOException("it cannot be decoded: " + damaged, damaged);
    }
  }

  /** Refuses what begins as neither a JPEG nor a PNG. */
  static void requireKnown(byte[] file) throws IOException {
    if (!isJpeg(file) && !isPng(file)) {
      throw new IOException("it must be a JPEG or a PNG, and it begins as neither");
    }
  }

  private static boolean isJpeg(byte[] file) {
    return file.length > 3 && (file[0] & 0xff) == 0xff && (file[1] & 0xff) == 0xd8;
  }

  private static boolean isPng(byte[] file) {
    return file.length > 8
        && (file[0] & 0xff) == 0x89
        && file[1] == 'P'
        && file[2] == 'N'
        && file[3] == 'G';
  }

  /** A reader of a format at the beginning of a file, without what else stands in it. */
  static ImageReader reader(String format, byte[] file) {
    ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
    reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)), true, true);
    return reader;
  }

  /** How many bytes the pixels take. */
  static int bytes(int width, int height) throws IOException {
    long bytes = (long) width * height * CHANNELS;
    if (bytes > Integer.MAX_VALUE) {
      throw new IOException("it must have at most 2 GiB of pixels, got " + width + " x " + height);
    }
    return (int) bytes;
  }

  /** Samples are read as they stand: Java's conversion of grey levels would change them. */
  private static Pixels png(byte[] file) throws IOException {
    ImageReader reader = reader("png", file);
    try {
      BufferedImage image = reader.read(0);
      Raster raster = image.getRaster();
      int width = image.getWidth();
      int height = image.getHeight();
      byte[] rgb = new byte[bytes(width, height)];
      IndexColorModel palette =
          image.getColorModel() instanceof IndexColorModel indexed ? indexed : null;
      boolean grey = raster.getNumBands() < CHANNELS;
      int shift = Math.max(0, raster.getSampleModel().getSampleSize(0) - Byte.SIZE);
      int[] row = new int[width * raster.getNumBands()];
      for (int y = 0; y < height; y++) {
        raster.getPixels(0, y, width, 1, row);
        for (int x = 0; x < width; x++) {
          int to = (y * width + x) * CHANNELS;
          int from = x * raster.getNumBands();
          for (int c = 0; c < CHANNELS; c++) {
            int level =
                palette != null
                    ? palette.getRGB(row[from]) >> (16 - 8 * c)
                    : row[grey ? from : from + c] >> shift;
            rgb[to + c] = (byte) level;
          }
        }
      }
      return new Pixels(width, height, rgb);
    } finally {
      reader.dispose();
    }
  }
}
