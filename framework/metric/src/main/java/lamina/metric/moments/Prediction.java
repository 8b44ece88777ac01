package lamina.metric.moments;

import java.util.List;

/**
 * One line of a submission.
 *
 * @param qid number of the query
 * @param query its text
 * @param vid name of the video
 * @param windows the windows in their order; null where none are submitted at all
 * @param saliency a score a clip; null where none are submitted at all
 */
public record Prediction(
    long qid,
    String query,
    String vid,
    @org.jspecify.annotations.Nullable List<ScoredWindow> windows,
    @org.jspecify.annotations.Nullable List<Double> saliency) {

  /** A window, in seconds, and how sure the model is of it. */
  public record ScoredWindow(double start, double end, double score) {}
}
