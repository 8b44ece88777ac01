package lamina.data.images;

import java.awt.image.Raster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageReader;

/**
 * JPEGs of 1, 3 or 4 channels. Java decodes the samples; the colours are made here, since Java
 * refuses CMYK and YCCK and follows colour profiles. Which of YCbCr, RGB, CMYK and YCCK a file has
 * is decided as libjpeg does.
 *
 * @param components channels
 * @param names of the channels, as the file numbers them
 * @param transform of Adobe's marker: 0 for none, 1 for YCbCr, 2 for YCCK; -1 without a marker
 * @param jfif whether the file says that it is a JFIF file, which has YCbCr
 */
record Jpeg(int components, String names, int transform, boolean jfif) {
  private static final int APP0 = 0xe0;
  private static final int APP14 = 0xee;
  private static final int START_OF_SCAN = 0xda;

  static Pixels decode(byte[] file) throws IOException {
    Jpeg header = header(file);
    ImageReader reader = Pixels.reader("jpeg", file);
    try {
      Raster raster = reader.readRaster(0, null);
      if (raster.getNumBands() != header.components) {
        throw new IOException(
            "it must have %d channels, as it says, got %d"
                .formatted(header.components, raster.getNumBands()));
      }
      int width = raster.getWidth();
      int height = raster.getHeight();
      byte[] rgb = new byte[Pixels.bytes(width, height)];
      int bands = raster.getNumBands();
      int[] row = new int[width * bands];
      int[] colour = new int[Pixels.CHANNELS];
      for (int y = 0; y < height; y++) {
        raster.getPixels(0, y, width, 1, row);
        for (int x = 0; x < width; x++) {
          header.colour(row, x * bands, colour);
          int to = (y * width + x) * Pixels.CHANNELS;
          for (int c = 0; c < Pixels.CHANNELS; c++) {
            rgb[to + c] = (byte) colour[c];
          }
        }
      }
      return new Pixels(width, height, rgb);
    } finally {
      reader.dispose();
    }
  }

  /** Walks the segments before the first scan. */
  private static Jpeg header(byte[] file) throws IOException {
    int components = 0;
    String names = "";
    int transform = -1;
    boolean jfif = false;
    int at = 2;
    while (at + 4 <= file.length && (file[at] & 0xff) == 0xff) {
      int marker = file[at + 1] & 0xff;
      if (marker == 0xff) {
        at++;
        continue;
      }
      if (marker == START_OF_SCAN) {
        break;
      }
      int length = (file[at + 2] & 0xff) << 8 | file[at + 3] & 0xff;
      int body = at + 4;
      if (marker == APP0 && says(file, body, "JFIF")) {
        jfif = true;
      } else if (marker == APP14 && says(file, body, "Adobe") && body + 11 < file.length) {
        transform = file[body + 11] & 0xff;
      } else if (isFrame(marker) && body + 5 < file.length) {
        components = file[body + 5] & 0xff;
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < components && body + 6 + 3 * i < file.length; i++) {
          written.append((char) (file[body + 6 + 3 * i] & 0xff));
        }
        names = written.toString();
      }
      at += 2 + length;
    }
    if (components != 1 && components != 3 && components != 4) {
      throw new IOException("a JPEG must have 1, 3 or 4 channels, got " + components);
    }
    return new Jpeg(components, names, transform, jfif);
  }

  /** SOF0 to SOF15, but for the tables DHT, JPG and DAC among their numbers. */
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static boolean says(byte[] file, int at, String word) {
    byte[] expected = word.getBytes(StandardCharsets.US_ASCII);
    return at + expected.length <= file.length
        && java.util.Arrays.equals(file, at, at + expected.length, expected, 0, expected.length);
  }

  private void colour(int[] row, int at, int[] rgb) {
    if (components == 1) {
      java.util.Arrays.fill(rgb, row[at]);
      return;
    }
    if (luminance()) {
      fromLuminance(row[at], row[at + 1], row[at + 2], rgb);
    } else {
      System.arraycopy(row, at, rgb, 0, rgb.length);
    }
    if (components == 4) {
      int key = row[at + 3];
      boolean ofLight = transform >= 0;
      for (int c = 0; c < rgb.length; c++) {
        int ink = transform == 2 ? 255 - rgb[c] : rgb[c];
        rgb[c] = ofLight ? (ink * key + 127) / 255 : ((255 - ink) * (255 - key) + 127) / 255;
      }
    }
  }

  private boolean luminance() {
    if (components == 4) {
      return transform == 2;
    }
    return jfif || (transform >= 0 ? transform != 0 : !names.equals("RGB"));
  }

  /** JFIF's matrix (ITU-R BT.601, full range). */
  private static void fromLuminance(int y, int blue, int red, int[] rgb) {
    double cb = blue - 128;
    double cr = red - 128;
    rgb[0] = level(y + 1.402 * cr);
    rgb[1] = level(y - 0.344136 * cb - 0.714136 * cr);
    rgb[2] = level(y + 1.772 * cb);
  }

  private static int level(double value) {
    return (int) Math.max(0, Math.min(255, Math.round(value)));
  }
}
