package lamina.data.own;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lamina.config.LabelledFiles;
import lamina.data.LabelledSet;
import lamina.data.Split;

/** What is in own data, counted. */
public final class Summary {
  private Summary() {}

  /** A line of totals, and one a class: training / validation / test. */
  public static List<String> of(LabelledSet set) {
    LabelledFiles data = set.data();
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "own data %s: pictures of %d x %d, sounds of %,d ms at %,d Hz",
            data.checksum(),
            data.imageSide(),
            data.imageSide(),
            data.audioMillis(),
            data.sampleRate()));
    lines.add("training / validation / test: " + bySplit(set::size));
    for (int label = 0; label < set.classes().size(); label++) {
      int number = label;
      lines.add(
          "  " + set.classes().get(label) + ": " + bySplit(split -> set.count(split, number)));
    }
    return lines;
  }

  /** How a script names the data. */
  public static String expression(LabelledFiles data) {
    return String.format(
        Locale.ROOT,
        "labelledFiles(checksum = \"%s\", classes = %d, imageSide = %d, sampleRate = %d, audioMillis = %d)",
        data.checksum(),
        data.classes(),
        data.imageSide(),
        data.sampleRate(),
        data.audioMillis());
  }

  private static String bySplit(ToLongFunction<Split> count) {
    return Stream.of(Split.values())
        .map(split -> String.format(Locale.ROOT, "%,d", count.applyAsLong(split)))
        .collect(Collectors.joining(" / "));
  }
}
