package lamina.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lamina.metric.moments.GroundTruth;
import lamina.metric.moments.MomentEvaluation;
import lamina.metric.moments.Prediction;
import lamina.results.statistics.Bootstrap;

/**
 * Every metric that is a mean over all queries, with its bootstrap interval over queries; percent.
 */
final class MomentIntervals {
  static final int RESAMPLES = 10_000;
  private static final List<String> OF_SOME_QUERIES =
      List.of("mr-map-short", "mr-map-middle", "mr-map-long");

  private MomentIntervals() {}

  /**
   * Of queries that the evaluation has accepted.
   *
   * @param subset whether queries without a prediction are left out; else they count as 0
   */
  static SortedMap<String, Bootstrap> of(
      List<Prediction> predictions, List<GroundTruth> truths, boolean subset) {
    Map<Long, List<Prediction>> byQuery =
        predictions.stream().collect(Collectors.groupingBy(Prediction::qid));
    List<Map<String, Double>> queries = new ArrayList<>();
    for (GroundTruth truth : truths) {
      List<Prediction> answers = byQuery.getOrDefault(truth.qid(), List.of());
      if (!answers.isEmpty()) {
        queries.add(
            MomentEvaluation.of(answers, List.of(truth), new MomentEvaluation.Options(false, false))
                .metrics());
      } else if (!subset) {
        queries.add(Map.of());
      }
    }
    SortedMap<String, Bootstrap> intervals = new TreeMap<>();
    queries.stream()
        .flatMap(query -> query.keySet().stream())
        .distinct()
        .filter(metric -> !OF_SOME_QUERIES.contains(metric))
        .forEach(
            metric -> {
              double[] values =
                  queries.stream().mapToDouble(query -> query.getOrDefault(metric, 0.0)).toArray();
              intervals.put(metric, Bootstrap.ofMean(values, RESAMPLES, 0));
            });
    return intervals;
  }

  static List<String> lines(SortedMap<String, Bootstrap> intervals) {
    int width = intervals.keySet().stream().mapToInt(String::length).max().orElse(1);
    return intervals.entrySet().stream()
        .map(
            each ->
                String.format(
                    Locale.ROOT,
                    "%-" + width + "s  %6.2f  [%.2f, %.2f]",
                    each.getKey(),
                    100 * each.getValue().mean(),
                    100 * each.getValue().low(),
                    100 * each.getValue().high()))
        .toList();
  }
}
