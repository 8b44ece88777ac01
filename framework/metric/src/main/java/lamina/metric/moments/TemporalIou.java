package lamina.metric.moments;

import lamina.metric.moments.GroundTruth.Window;
import lamina.metric.moments.Prediction.ScoredWindow;

/** Intersection over union of two windows, in the two ways of the official evaluator. */
final class TemporalIou {
  private TemporalIou() {}

  /**
   * The intersection by the sum of both lengths without it. NaN where that is 0, as for two windows
   * of no length at the same place.
   */
  static double exact(ScoredWindow predicted, Window truth) {
    double intersection = intersection(predicted, truth);
    double lengths = (predicted.end() - predicted.start()) + truth.length();
    return intersection / (lengths - intersection);
  }

  /** The intersection by the span that covers both windows; 0 where that is 0. */
  static double ofHull(ScoredWindow predicted, Window truth) {
    double hull =
        Math.max(predicted.end(), truth.end()) - Math.min(predicted.start(), truth.start());
    return hull == 0 ? 0 : intersection(predicted, truth) / hull;
  }

  private static double intersection(ScoredWindow predicted, Window truth) {
    double right = Math.min(predicted.end(), truth.end());
    double left = Math.max(predicted.start(), truth.start());
    return Math.max(right - left, 0);
  }
}
