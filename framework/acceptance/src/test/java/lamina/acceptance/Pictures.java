package lamina.acceptance;

import java.awt.image.BufferedImage;
import java.util.HashSet;
import java.util.Set;

/** What can be said of a picture without looking at it. */
final class Pictures {
  private static final int STEP = 3;

  private Pictures() {}

  static Set<Integer> colours(BufferedImage image) {
    Set<Integer> colours = new HashSet<>();
    for (int x = 0; x < image.getWidth(); x += STEP) {
      for (int y = 0; y < image.getHeight(); y += STEP) {
        colours.add(image.getRGB(x, y));
      }
    }
    return colours;
  }
}
