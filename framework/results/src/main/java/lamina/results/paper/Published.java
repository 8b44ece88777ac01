package lamina.results.paper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lamina.config.Json;

/**
 * What Barrios and Jin (arXiv 2406.02761, and its public discussion) say, in their figures, and
 * which small sweeps ask the same.
 *
 * @param doubts what the paper leaves open, and where that is answered
 */
record Published(List<Table> tables, List<Doubt> doubts) {

  /**
   * A table of the paper.
   *
   * @param script the small sweep, below {@code experiments}
   * @param sweep its name, a folder of {@code results}
   * @param note what differs beside the size
   */
  record Table(
      String title,
      String script,
      String sweep,
      List<Column> columns,
      List<Row> rows,
      String note) {}

  /**
   * A metric.
   *
   * @param published as the paper calls it
   * @param metric as it is called here
   */
  record Column(String published, String metric) {}

  /**
   * A row.
   *
   * @param published as the paper calls it
   * @param variant as the sweep calls it
   * @param values of the paper, one a column; {@code –} where it names none
   */
  record Row(String published, String variant, List<String> values) {}

  /**
   * An open point.
   *
   * @param doubt what it is
   * @param answer what small data answer, or that they cannot
   */
  record Doubt(String doubt, String answer) {}

  static Published read() {
    try (InputStream in = Published.class.getResourceAsStream("published.json")) {
      return Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), Published.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
