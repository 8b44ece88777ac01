package lamina.metric.moments;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import lamina.config.ConfigException;
import lamina.config.Json;
import lamina.metric.moments.GroundTruth.Window;

/** QVHighlights' annotation files: a JSON object a line, in UTF-8. */
public final class GroundTruths {
  static final int RATERS = 3;

  private GroundTruths() {}

  /**
   * Reads a file of annotations, for example {@code highlight_val_release.jsonl}.
   *
   * @throws ConfigException naming file, line, query, field and rule where one is broken
   * @throws IOException where the file cannot be read
   */
  public static List<GroundTruth> read(Path file) throws IOException {
    return JsonLines.read(file, GroundTruths::parsed);
  }

  /**
   * One line, without its end, with the fields in the order of the official files. Whole numbers
   * are written as integers.
   *
   * @throws ConfigException where the annotation breaks a rule of the format
   */
  public static String toLine(GroundTruth truth) {
    check(truth, "query " + truth.qid());
    ObjectNode line = Json.object();
    line.put("qid", truth.qid()).put("query", truth.query());
    line.set("duration", JsonLines.number(truth.duration()));
    line.put("vid", truth.vid());
    ArrayNode clips = line.putArray("relevant_clip_ids");
    truth.clips().forEach(clips::add);
    ArrayNode saliency = line.putArray("saliency_scores");
    truth.saliency().forEach(raters -> raters.forEach(saliency.addArray()::add));
    ArrayNode windows = line.putArray("relevant_windows");
    for (Window window : truth.windows()) {
      windows.addArray().add(JsonLines.number(window.start())).add(JsonLines.number(window.end()));
    }
    return Json.line(line);
  }

  private static GroundTruth parsed(JsonLine unnamed) {
    long qid = unnamed.integer("qid");
    JsonLine line = unnamed.of(qid);
    GroundTruth truth =
        new GroundTruth(
            qid,
            line.text("query"),
            line.number("duration"),
            line.text("vid"),
            line.rows("relevant_windows", "start, end").stream()
                .map(row -> new Window(row[0], row[1]))
                .toList(),
            line.integers("relevant_clip_ids"),
            line.integerRows("saliency_scores"));
    check(truth, line.where());
    return truth;
  }

  /** The rules that do not depend on how the annotation came to be. */
  static void check(GroundTruth truth, String where) {
    double duration = truth.duration();
    require(
        duration >= 0 && Double.isFinite(duration), where, "duration must be at least 0", duration);
    for (Window window : truth.windows()) {
      boolean finite = Double.isFinite(window.start()) && Double.isFinite(window.end());
      require(finite, where, "relevant_windows must hold finite numbers", window);
    }
    require(
        truth.saliency().size() == truth.clips().size(),
        where,
        "saliency_scores must be as many as relevant_clip_ids, " + truth.clips().size(),
        truth.saliency().size());
    for (List<Integer> raters : truth.saliency()) {
      require(
          raters.size() == RATERS, where, "saliency_scores must hold lists of 3 integers", raters);
    }
  }

  private static void require(boolean holds, String where, String rule, Object value) {
    if (!holds) {
      throw new ConfigException(where + ": " + rule + ", got " + value);
    }
  }
}
