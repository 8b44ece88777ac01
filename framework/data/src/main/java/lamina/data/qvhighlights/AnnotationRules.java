package lamina.data.qvhighlights;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import lamina.config.MomentsData;
import lamina.config.Numbers;
import lamina.data.DataException;
import lamina.metric.moments.GroundTruth;

/**
 * What must hold for annotations to be trained on, over and above what {@link
 * lamina.metric.moments.GroundTruths} asks of their form, such as three raters a clip. A query
 * without relevant windows or clips is allowed; the official validation file has none.
 *
 * @param file which the annotations come from
 * @param wholeClips whether a shorter clip at the end of a video counts for nothing, as in the
 *     official evaluator, which fails where it is relevant
 */
record AnnotationRules(Path file, boolean wholeClips) {
  private static final int HIGHEST_SCORE = 4;
  private static final Pattern FILE_NAME = Pattern.compile("[^/\\\\\\x00:]+");

  /**
   * Checks all annotations of a split.
   *
   * @throws DataException that names the file, the query, the field, the rule and the value
   */
  void check(List<GroundTruth> truths) {
    if (truths.isEmpty()) {
      throw new DataException(file + " must have at least 1 line, got 0");
    }
    Set<Long> qids = new HashSet<>();
    for (GroundTruth truth : truths) {
      check(qids.add(truth.qid()), truth, "qid", "be there once", truth.qid());
      check(truth);
    }
  }

  private void check(GroundTruth truth) {
    double duration = truth.duration();
    boolean positive = duration > 0 && Double.isFinite(duration);
    check(positive, truth, "duration", "be above 0", plain(duration));
    double clips = duration / MomentsData.CLIP_SECONDS;
    clips = wholeClips ? Math.floor(clips) : Math.ceil(clips);
    check(clips >= 1, truth, "duration", "be at least 2, a whole clip", plain(duration));
    // it becomes the name of the feature files
    check(FILE_NAME.matcher(truth.vid()).matches(), truth, "vid", "be a file's name", truth.vid());
    for (GroundTruth.Window window : truth.windows()) {
      check(
          0 <= window.start() && window.start() <= window.end() && window.end() <= duration,
          truth,
          "relevant_windows",
          "have 0 <= start <= end <= duration " + plain(duration),
          "[" + plain(window.start()) + ", " + plain(window.end()) + "]");
    }
    for (int clip : truth.clips()) {
      check(
          clip >= 0 && clip < clips,
          truth,
          "relevant_clip_ids",
          "be at least 0 and below " + plain(clips) + ", the clips in duration " + plain(duration),
          clip);
    }
    checkSaliency(truth);
  }

  private void checkSaliency(GroundTruth truth) {
    for (List<Integer> scores : truth.saliency()) {
      for (int score : scores) {
        check(
            0 <= score && score <= HIGHEST_SCORE,
            truth,
            "saliency_scores",
            "be from 0 to " + HIGHEST_SCORE,
            score);
      }
    }
  }

  private void check(boolean holds, GroundTruth truth, String field, String rule, Object value) {
    if (!holds) {
      throw new DataException(
          file + ", qid " + truth.qid() + ": " + field + " must " + rule + ", got " + value);
    }
  }

  private static String plain(double value) {
    return Double.isFinite(value) ? Numbers.plain(value) : String.valueOf(value);
  }
}
