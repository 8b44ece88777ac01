package lamina.data.own;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lamina.config.Names;
import lamina.data.DataException;
import lamina.data.Failure;
import lamina.data.Split;

/** {@code labels.csv}: which file is what. Everything but the files' content is checked here. */
final class LabelFile {
  static final String NAME = "labels.csv";
  private static final List<String> COLUMNS = List.of("split", "image", "audio", "label");
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Path folder;
  private final List<Row> rows = new ArrayList<>();
  private final Map<Path, Row> firstUse = new HashMap<>();

  private LabelFile(Path folder) {
    this.folder = folder;
  }

  /**
   * The examples, in the order of their lines; blank lines are skipped.
   *
   * @throws DataException that names the file, the line, the rule and the value
   */
  static List<Row> read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(folder + " must be a folder that holds " + NAME);
    }
    List<String> lines = lines(folder.resolve(NAME));
    LabelFile file = new LabelFile(folder.toAbsolutePath().normalize());
    String header = lines.isEmpty() ? "" : lines.get(0).replaceFirst("^" + BYTE_ORDER_MARK, "");
    if (!Csv.fields(header).equals(COLUMNS)) {
      throw Row.wrong(NAME + ":1", "header", "be " + String.join(",", COLUMNS), quoted(header));
    }
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        file.add(NAME + ":" + (i + 1), Csv.fields(lines.get(i)));
      }
    }
    file.requireWhole();
    return file.rows;
  }

  private static List<String> lines(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(file + " is missing: it says which file is what");
    }
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new DataException(file + " must be written in UTF-8", e);
    } catch (IOException e) {
      throw new DataException(file + ": " + Failure.reason(e), e);
    }
  }

  private void add(String place, List<String> fields) {
    if (fields.size() != COLUMNS.size()) {
      throw Row.wrong(
          place, "line", "have 4 fields (one with a comma stands in quotes)", fields.size());
    }
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).isEmpty() || !fields.get(i).equals(fields.get(i).strip())) {
        throw Row.wrong(
            place, COLUMNS.get(i), "be a text without spaces around it", quoted(fields.get(i)));
      }
    }
    Row row =
        new Row(
            place,
            split(place, fields.get(0)),
            file(place, "image", fields.get(1)),
            file(place, "audio", fields.get(2)),
            fields.get(3));
    requireOneSplit(row, "image", row.image());
    requireOneSplit(row, "audio", row.audio());
    rows.add(row);
  }

  private static Split split(String place, String written) {
    return Arrays.stream(Split.values())
        .filter(split -> Names.of(split).equals(written))
        .findFirst()
        .orElseThrow(
            () -> Row.wrong(place, "split", "be train, validation or test", quoted(written)));
  }

  /** Links are followed; only the written path has to stay in the folder. */
  private Path file(String place, String field, String written) {
    Path file;
    try {
      file = folder.resolve(written).normalize();
    } catch (InvalidPathException e) {
      throw Row.wrong(place, field, "be a path", quoted(written));
    }
    if (Path.of(written).isAbsolute() || !file.startsWith(folder)) {
      throw Row.wrong(place, field, "be a path within the folder", quoted(written));
    }
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw Row.wrong(place, field, "be a file that is there and readable", quoted(written));
    }
    return file;
  }

  /** What is trained on is not tested on. */
  private void requireOneSplit(Row row, String field, Path file) {
    Row first = firstUse.putIfAbsent(file, row);
    if (first != null && first.split() != row.split()) {
      throw Row.wrong(
          row.place(),
          field,
          "be in one split alone; it is in " + Names.of(first.split()) + " at " + first.place(),
          quoted(folder.relativize(file).toString()));
    }
  }

  private void requireWhole() {
    for (Split split : Split.values()) {
      if (rows.stream().noneMatch(row -> row.split() == split)) {
        throw Row.wrong(NAME, "split", "have at least 1 line of " + Names.of(split), splits(rows));
      }
    }
    List<String> trained =
        rows.stream().filter(row -> row.split() == Split.TRAIN).map(Row::label).distinct().toList();
    for (Row row : rows) {
      if (!trained.contains(row.label())) {
        throw Row.wrong(row.place(), "label", "be one that train has too", quoted(row.label()));
      }
    }
    if (trained.size() < 2) {
      throw Row.wrong(NAME, "label", "have at least 2 values", trained);
    }
  }

  private static String splits(List<Row> rows) {
    String there =
        rows.stream()
            .map(row -> Names.of(row.split()))
            .distinct()
            .collect(Collectors.joining(", "));
    return there.isEmpty() ? "none" : there;
  }

  private static String quoted(String value) {
    return "'" + value + "'";
  }
}
