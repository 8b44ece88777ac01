package lamina.results.paper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A table that a sweep left in {@code results}, as Markdown: one metric, a row a variant, the
 * baseline first.
 */
record KeptTable(List<KeptTable.Row> rows) {
  private static final String MAIN = "table.md";
  private static final int METRIC = 3;
  private static final int COLUMNS = 7;

  /**
   * A variant.
   *
   * @param value mean and standard deviation, as they are written
   * @param difference to the baseline; empty for the baseline, as are the others
   */
  record Row(
      String variant, String seeds, String value, String difference, String interval, String p) {}

  /** The metric's table of a sweep; empty where there is none. */
  static Optional<KeptTable> of(Path results, String sweep, String metric) throws IOException {
    Path folder = results.resolve(sweep);
    for (Path file : List.of(folder.resolve(MAIN), folder.resolve(metric + ".md"))) {
      if (Files.isRegularFile(file)) {
        List<List<String>> lines = cells(Files.readString(file));
        if (!lines.isEmpty() && isOf(metric, lines.get(0))) {
          return Optional.of(new KeptTable(rows(lines.subList(2, lines.size()))));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isOf(String metric, List<String> header) {
    String named = header.get(METRIC).replace(" (%)", "");
    return named.equals("test/" + metric);
  }

  private static List<Row> rows(List<List<String>> lines) {
    return lines.stream()
        .map(c -> new Row(c.get(0), c.get(2), c.get(METRIC), c.get(4), c.get(5), c.get(6)))
        .toList();
  }

  /** Of the lines that have all columns of such a table. */
  private static List<List<String>> cells(String markdown) {
    List<List<String>> lines = new ArrayList<>();
    for (String line : markdown.lines().filter(l -> l.startsWith("|")).toList()) {
      String[] parts = line.substring(1).split("\\|", -1);
      if (parts.length > COLUMNS) {
        lines.add(Arrays.stream(parts).limit(COLUMNS).map(String::strip).toList());
      }
    }
    return lines;
  }

  Optional<Row> row(String variant) {
    return rows.stream().filter(row -> row.variant().equals(variant)).findFirst();
  }
}
