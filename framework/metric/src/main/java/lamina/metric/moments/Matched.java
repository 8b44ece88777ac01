package lamina.metric.moments;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import lamina.config.ConfigException;

/**
 * Predictions and ground truth of the same queries, in the order of their files.
 *
 * @param predictions at least one; several may be of the same query
 * @param truths of exactly the queries that are predicted; several may be of the same query
 * @param unanswered how many queries had no prediction and were given an empty one
 */
record Matched(List<Prediction> predictions, List<GroundTruth> truths, int unanswered) {

  /**
   * Matches them. A query without a prediction has an empty one, unless it is refused or left out.
   *
   * @throws ConfigException naming a query that may not be in one of the two only, or where nothing
   *     is left
   */
  static Matched of(
      List<Prediction> predictions, List<GroundTruth> truths, MomentEvaluation.Options options) {
    Set<Long> predicted = qids(predictions, Prediction::qid);
    Set<Long> known = qids(truths, GroundTruth::qid);
    if (!options.subset()) {
      requireAll(predicted, known, "the ground truth, as it is in the predictions");
      if (options.strict()) {
        requireAll(known, predicted, "the predictions, as it is in the ground truth");
      }
    }
    List<Prediction> kept = predictions.stream().filter(p -> known.contains(p.qid())).toList();
    if (kept.isEmpty()) {
      throw new ConfigException(
          "predictions and ground truth must share a query, got %d and %d queries, none in both"
              .formatted(predicted.size(), known.size()));
    }
    if (options.subset()) {
      List<GroundTruth> shared =
          truths.stream().filter(truth -> predicted.contains(truth.qid())).toList();
      return new Matched(kept, shared, 0);
    }
    List<Prediction> all = new ArrayList<>(kept);
    truths.stream()
        .filter(truth -> predicted.add(truth.qid()))
        .forEach(truth -> all.add(empty(truth, kept.get(0))));
    return new Matched(all, truths, all.size() - kept.size());
  }

  /** No windows and no saliency scores, as far as another prediction has them. */
  private static Prediction empty(GroundTruth truth, Prediction other) {
    return new Prediction(
        truth.qid(),
        truth.query(),
        truth.vid(),
        other.windows() == null ? null : List.of(),
        other.saliency() == null ? null : List.of());
  }

  private static <T> Set<Long> qids(List<T> lines, Function<T, Long> qid) {
    return lines.stream().map(qid).collect(Collectors.toCollection(HashSet::new));
  }

  private static void requireAll(Set<Long> queries, Set<Long> others, String where) {
    List<Long> missing = queries.stream().filter(q -> !others.contains(q)).sorted().toList();
    if (!missing.isEmpty()) {
      throw new ConfigException(
          "query %d must be in %s (%d such in all; --subset leaves them out)"
              .formatted(missing.get(0), where, missing.size()));
    }
  }
}
