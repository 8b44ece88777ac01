package lamina.metric.moments;

import java.util.List;
import lamina.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * What a submission lets be evaluated: what its first prediction has.
 *
 * @param windows whether every prediction has windows
 * @param saliency whether every prediction has saliency scores
 */
record Evaluable(boolean windows, boolean saliency) {

  /**
   * Looks at every prediction.
   *
   * @throws ConfigException naming the first query that lacks what the first prediction has
   */
  static Evaluable of(Matched matched) {
    Prediction first = matched.predictions().get(0);
    Evaluable evaluable = new Evaluable(first.windows() != null, first.saliency() != null);
    if (!evaluable.windows && !evaluable.saliency) {
      throw new ConfigException(
          "query %d: %s or %s must be there, got neither"
              .formatted(first.qid(), Predictions.WINDOWS, Predictions.SALIENCY));
    }
    for (Prediction prediction : matched.predictions()) {
      if (evaluable.windows) {
        requireThere(prediction, Predictions.WINDOWS, prediction.windows());
      }
      if (evaluable.saliency) {
        requireThere(prediction, Predictions.SALIENCY, prediction.saliency());
      }
    }
    return evaluable;
  }

  /** What the official evaluator crashes on, query by query. */
  void requireNothingEmpty(Matched matched) {
    for (Prediction prediction : matched.predictions()) {
      if (windows) {
        requireFilled(prediction.qid(), Predictions.WINDOWS, prediction.windows());
      }
      if (saliency) {
        requireFilled(prediction.qid(), Predictions.SALIENCY, prediction.saliency());
      }
    }
    for (GroundTruth truth : matched.truths()) {
      if (windows) {
        requireFilled(truth.qid(), "relevant_windows", truth.windows());
      }
      if (saliency) {
        requireFilled(truth.qid(), "relevant_clip_ids", truth.clips());
      }
    }
  }

  private static void requireThere(Prediction prediction, String field, @Nullable List<?> values) {
    if (values == null) {
      throw new ConfigException(
          "query %d: %s is missing; the first prediction has it"
              .formatted(prediction.qid(), field));
    }
  }

  private static void requireFilled(long qid, String field, @Nullable List<?> values) {
    if (values != null && values.isEmpty()) {
      throw new ConfigException(
          "strict: query %d: %s must not be empty, got []".formatted(qid, field));
    }
  }
}
