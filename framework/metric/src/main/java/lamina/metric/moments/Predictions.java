package lamina.metric.moments;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import lamina.config.ConfigException;
import lamina.config.Json;
import lamina.metric.moments.Prediction.ScoredWindow;

/** Submissions to QVHighlights: a JSON object a line, in UTF-8. */
public final class Predictions {
  static final String WINDOWS = "pred_relevant_windows";
  static final String SALIENCY = "pred_saliency_scores";

  private Predictions() {}

  /**
   * Reads a submission. The windows, or the saliency scores, may be left out.
   *
   * @throws ConfigException naming file, line, query, field and rule where one is broken
   * @throws IOException where the file cannot be read
   */
  public static List<Prediction> read(Path file) throws IOException {
    return JsonLines.read(file, Predictions::parsed);
  }

  /**
   * One line, without its end. Whole numbers are written as integers; what is null is left out.
   *
   * @throws ConfigException where a number is not finite
   */
  public static String toLine(Prediction prediction) {
    check(prediction);
    ObjectNode line = Json.object();
    line.put("qid", prediction.qid()).put("query", prediction.query());
    line.put("vid", prediction.vid());
    if (prediction.windows() != null) {
      ArrayNode windows = line.putArray(WINDOWS);
      for (ScoredWindow window : prediction.windows()) {
        windows
            .addArray()
            .add(JsonLines.number(window.start()))
            .add(JsonLines.number(window.end()))
            .add(JsonLines.number(window.score()));
      }
    }
    if (prediction.saliency() != null) {
      ArrayNode saliency = line.putArray(SALIENCY);
      prediction.saliency().forEach(score -> saliency.add(JsonLines.number(score)));
    }
    return Json.line(line);
  }

  private static Prediction parsed(JsonLine unnamed) {
    long qid = unnamed.integer("qid");
    JsonLine line = unnamed.of(qid);
    return new Prediction(
        qid,
        line.text("query"),
        line.text("vid"),
        line.has(WINDOWS) ? windows(line) : null,
        line.has(SALIENCY) ? line.numbers(SALIENCY) : null);
  }

  private static List<ScoredWindow> windows(JsonLine line) {
    return line.rows(WINDOWS, "start, end, score").stream()
        .map(row -> new ScoredWindow(row[0], row[1], row[2]))
        .toList();
  }

  /** Numbers that no file can bring, but a model can. */
  static void check(Prediction prediction) {
    if (prediction.windows() != null) {
      for (ScoredWindow window : prediction.windows()) {
        boolean finite =
            Double.isFinite(window.start())
                && Double.isFinite(window.end())
                && Double.isFinite(window.score());
        require(finite, prediction, WINDOWS, window);
      }
    }
    if (prediction.saliency() != null) {
      for (Double score : prediction.saliency()) {
        require(Double.isFinite(score), prediction, SALIENCY, score);
      }
    }
  }

  private static void require(boolean holds, Prediction prediction, String field, Object value) {
    if (!holds) {
      throw new ConfigException(
          "query " + prediction.qid() + ": " + field + " must hold finite numbers, got " + value);
    }
  }
}
