package lamina.metric.moments;

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
 */
record Matched(List<Prediction> predictions, List<GroundTruth> truths) {

  /**
   * Matches them.
   *
   * @param subset whether queries that are in one of the two only are left out
   * @throws ConfigException naming such a query otherwise, or where nothing is left
   */
  static Matched of(List<Prediction> predictions, List<GroundTruth> truths, boolean subset) {
    Set<Long> predicted = qids(predictions, Prediction::qid);
    Set<Long> known = qids(truths, GroundTruth::qid);
    if (!subset) {
      requireAll(known, predicted, "the predictions, as it is in the ground truth");
      requireAll(predicted, known, "the ground truth, as it is in the predictions");
    }
    List<Prediction> kept = predictions.stream().filter(p -> known.contains(p.qid())).toList();
    if (kept.isEmpty()) {
      throw new ConfigException(
          "predictions and ground truth must share a query, got %d and %d queries, none in both"
              .formatted(predicted.size(), known.size()));
    }
    return new Matched(kept, truths.stream().filter(t -> predicted.contains(t.qid())).toList());
  }

  private static <T> Set<Long> qids(List<T> lines, Function<T, Long> qid) {
    return lines.stream().map(qid).collect(Collectors.toSet());
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
