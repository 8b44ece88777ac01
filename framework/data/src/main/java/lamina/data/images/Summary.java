package lamina.data.images;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import lamina.config.ImageFolder;
import lamina.data.ImageIndex;
import lamina.data.Split;

/** What is in an image folder, counted. */
public final class Summary {
  private Summary() {}

  /** Where it lies, and how many pictures there are. */
  public static List<String> of(ImageIndex index) {
    int classes = index.classes().size();
    int[][] counts = new int[Split.values().length][classes];
    for (Split split : Split.values()) {
      for (int i = 0; i < index.size(split); i++) {
        counts[split.ordinal()][index.label(split, i)]++;
      }
    }
    return List.of(
        "image folder %s: %s, in %s"
            .formatted(index.checksum(), index.folder().name(), index.folder().root()),
        String.format(
            Locale.ROOT,
            "%,d classes; training / validation / test: %,d / %,d / %,d; fewest of a class %,d / %,d / %,d",
            classes,
            index.size(Split.TRAIN),
            index.size(Split.VALIDATION),
            index.size(Split.TEST),
            fewest(counts[0]),
            fewest(counts[1]),
            fewest(counts[2])));
  }

  private static int fewest(int[] counts) {
    return IntStream.of(counts).min().orElseThrow();
  }

  /** How a script names the pictures. */
  public static String expression(ImageFolder data) {
    return "imageFolder(checksum = \"%s\", classes = %d, side = %d)"
        .formatted(data.checksum(), data.classes(), data.side());
  }
}
