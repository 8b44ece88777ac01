package lamina.data.images;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import lamina.config.ImageFolder;
import lamina.data.ImageIndex;
import lamina.data.Split;

/** What is in an image folder, counted. */
public final class Summary {
  private Summary() {}

  /** Where it lies, how many pictures there are, and whether splits share some. */
  public static List<String> of(ImageIndex index) {
    List<String> lines = new ArrayList<>(counts(index));
    for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
      Set<String> held = new HashSet<>();
      for (int i = 0; i < index.size(split); i++) {
        held.add(index.entry(split, i).sha256());
      }
      long shared =
          IntStream.range(0, index.size(Split.TRAIN))
              .filter(i -> held.contains(index.entry(Split.TRAIN, i).sha256()))
              .count();
      if (shared > 0) {
        lines.add(
            String.format(
                Locale.ROOT,
                "warning: %,d pictures of training are in %s too, byte for byte",
                shared,
                split.name().toLowerCase(Locale.ROOT)));
      }
    }
    return lines;
  }

  private static List<String> counts(ImageIndex index) {
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
