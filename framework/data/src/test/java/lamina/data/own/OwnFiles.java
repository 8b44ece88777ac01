package lamina.data.own;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import javax.imageio.ImageIO;

/** Folders of pictures and sounds as a user might have them, made up. */
public final class OwnFiles {
  static final int PCM = 1;
  static final int FLOAT = 3;

  private OwnFiles() {}

  /** Twelve examples to train on and six of each other split: dark, low "a" and light, high "b". */
  public static Path in(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("files"));
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder lines = new StringBuilder("split,image,audio,label\n");
    for (int i = 0; i < 24; i++) {
      boolean light = i % 2 == 1;
      int grey = (light ? 140 : 20) + random.nextInt(80);
      image(folder.resolve("files/" + i + ".png"), 30 + i, 45, grey << 16 | grey << 8 | grey);
      double step = (light ? 0.5 : 0.1) + 0.1 * random.nextDouble();
      wav(
          folder.resolve("files/" + i + ".wav"),
          new Form(11_025, 2, 16, PCM),
          3000 + 700 * i,
          t -> 0.5 * StrictMath.sin(step * t));
      String split = i < 12 ? "train" : i < 18 ? "validation" : "test";
      lines.append("%s,files/%d.png,files/%d.wav,%s\n".formatted(split, i, i, light ? "b" : "a"));
    }
    Files.writeString(folder.resolve("labels.csv"), lines);
    return folder;
  }

  /** A PNG of one colour. */
  static Path image(Path file, int width, int height, int rgb) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        image.setRGB(x, y, rgb);
      }
    }
    return png(file, image);
  }

  static Path png(Path file, BufferedImage image) throws IOException {
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  /** How samples are written; {@code code} is PCM or FLOAT. */
  record Form(int rate, int channels, int bits, int code) {}

  /** A WAV file that says the same on every channel. */
  static Path wav(Path file, Form form, int frames, IntToDoubleFunction wave) throws IOException {
    double[][] channels = new double[form.channels()][frames];
    for (double[] channel : channels) {
      for (int t = 0; t < frames; t++) {
        channel[t] = wave.applyAsDouble(t);
      }
    }
    return wav(file, form, channels);
  }

  static Path wav(Path file, Form form, double[]... channels) throws IOException {
    int block = form.channels() * form.bits() / 8;
    int length = channels[0].length * block;
    ByteBuffer bytes = ByteBuffer.allocate(44 + length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(ascii("RIFF")).putInt(36 + length).put(ascii("WAVEfmt ")).putInt(16);
    bytes.putShort((short) form.code()).putShort((short) form.channels()).putInt(form.rate());
    bytes.putInt(form.rate() * block).putShort((short) block).putShort((short) form.bits());
    bytes.put(ascii("data")).putInt(length);
    for (int t = 0; t < channels[0].length; t++) {
      for (double[] channel : channels) {
        put(bytes, form, channel[t]);
      }
    }
    return Files.write(file, bytes.array());
  }

  private static void put(ByteBuffer bytes, Form form, double sample) {
    if (form.code() == FLOAT) {
      bytes.putFloat((float) sample);
      return;
    }
    long whole = Math.round(sample * (1L << (form.bits() - 1))) + (form.bits() == 8 ? 128 : 0);
    for (int shift = 0; shift < form.bits(); shift += 8) {
      bytes.put((byte) (whole >> shift));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
