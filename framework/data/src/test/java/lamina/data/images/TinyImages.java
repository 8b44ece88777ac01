package lamina.data.images;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Folders of pictures in a folder a class, made up: small, of all sizes, PNG and JPEG in turns. */
public final class TinyImages {
  /** The classes, by their folders. */
  static final List<String> CLASSES = List.of("blue", "green", "red");

  private TinyImages() {}

  /** Eight pictures of a class to train on and three of every other split. */
  public static Path in(Path root, String... splits) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    for (String split : splits) {
      for (int c = 0; c < CLASSES.size(); c++) {
        Path folder = Files.createDirectories(root.resolve(split).resolve(CLASSES.get(c)));
        for (int i = 0; i < (split.equals("train") ? 8 : 3); i++) {
          String format = i % 2 == 0 ? "png" : "jpg";
          String name = CLASSES.get(c) + "-" + i + (i % 2 == 0 ? ".png" : ".JPEG");
          picture(folder.resolve(name), format, 20 + random.nextInt(20), 8 * c, random);
        }
      }
    }
    return root;
  }

  private static void picture(
      Path file, String format, int width, int shift, SplittableRandom random) throws IOException {
    BufferedImage image = new BufferedImage(width, 52 - width, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < 52 - width; y++) {
        image.setRGB(x, y, random.nextInt(60) * 0x010101 + (150 << shift));
      }
    }
    ImageIO.write(image, format, file.toFile());
  }
}
