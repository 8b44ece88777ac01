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
 * @param questions what the paper leaves open, and which tables answer
 * @param limits what small data cannot answer
 */
record Published(List<Section> sections, List<Question> questions, List<String> limits) {

  /**
   * A table or a figure of the paper.
   *
   * @param script the small sweep, below {@code experiments}
   * @param sweep its name, a folder of {@code results}
   * @param words what differs beside the size
   * @param columns none where the paper has only pictures
   */
  record Section(
      String title,
      String script,
      String sweep,
      String words,
      List<Column> columns,
      List<Row> rows,
      List<SmallSweep.Figure> figures) {

    /** The kept tables behind its columns, each once. */
    List<Kept> kept() {
      return columns.stream().map(column -> column.kept(sweep)).distinct().toList();
    }
  }

  /**
   * A column.
   *
   * @param published as the paper calls it; empty for what it does not have
   * @param ours a metric, or a column of the table of costs
   * @param cost whether it is the latter
   */
  record Column(String published, String ours, boolean cost) {
    boolean isPublished() {
      return !published.isEmpty();
    }

    Kept kept(String sweep) {
      return cost ? Kept.costs(sweep) : Kept.of(sweep, ours);
    }
  }

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
   * @param words what is known without measuring
   * @param looks tables that answer, of trials of one script each
   */
  record Question(String question, String words, List<Look> looks) {}

  /**
   * A table that answers a question.
   *
   * @param script the small sweep, below {@code experiments}
   * @param by axes that its rows are; empty for a row a variant
   * @param to the row that the others are compared with; empty for the sweep's own baselines
   * @param figures of the same sweep
   */
  record Look(
      String script,
      String sweep,
      String metric,
      List<String> by,
      String to,
      List<SmallSweep.Figure> figures) {

    Kept kept() {
      return new Kept(sweep, metric, by, to);
    }
  }

  static Published read() {
    try (InputStream in = Published.class.getResourceAsStream("published.json")) {
      return Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), Published.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
