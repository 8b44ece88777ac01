package lamina.results.paper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is read of a {@link Kept} table.
 *
 * @param markdown the table without the notes below it
 * @param header names of its columns, the row's name first
 */
record KeptTable(String markdown, List<String> header, List<List<String>> rows) {
  private static final String BAR = "|";
  private static final int RULE = 1;

  /** Of a sweep; empty where there is none. */
  static Optional<KeptTable> read(Path results, Kept kept) throws IOException {
    Path file = results.resolve(kept.sweep()).resolve(kept.file());
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    List<String> lines =
        Files.readString(file)
            .lines()
            .dropWhile(l -> !l.startsWith(BAR))
            .takeWhile(l -> l.startsWith(BAR))
            .toList();
    List<List<String>> cells = lines.stream().map(KeptTable::cells).toList();
    return Optional.of(
        new KeptTable(
            String.join("\n", lines), cells.get(0), cells.subList(RULE + 1, cells.size())));
  }

  private static List<String> cells(String line) {
    String inside = line.substring(1, line.lastIndexOf('|'));
    return Arrays.stream(inside.split("\\|", -1)).map(String::strip).toList();
  }

  /** A row's cell; empty where there is no such row or column. */
  String cell(String row, String column) {
    int index = header.indexOf(column);
    return rows.stream()
        .filter(cells -> cells.get(0).equals(row))
        .filter(cells -> index >= 0)
        .map(cells -> cells.get(index))
        .findFirst()
        .orElse("");
  }

  /** Mean and deviation, or a cost. */
  String value(String row, String column) {
    return header.stream()
        .filter(name -> name.equals(column) || name.replace(" (%)", "").equals("test/" + column))
        .map(name -> cell(row, name))
        .findFirst()
        .orElse("");
  }

  /** What its comparisons say, in a sentence. */
  String verdict() {
    List<Comparison> all =
        rows.stream()
            .map(cells -> cells.get(0))
            .filter(row -> !cell(row, "difference").isEmpty())
            .map(
                row ->
                    new Comparison(
                        row,
                        cell(row, "difference"),
                        cell(row, "95 % interval"),
                        cell(row, "p (Holm)")))
            .toList();
    return Comparison.verdict(all);
  }
}
