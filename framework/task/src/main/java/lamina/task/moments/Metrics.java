package lamina.task.moments;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lamina.metric.moments.GroundTruth;
import lamina.metric.moments.MomentEvaluation;
import lamina.metric.moments.Prediction;

/** Predictions gathered one by one, and the figures of QVHighlights' evaluator over them. */
final class Metrics {
  private final List<Prediction> predictions = new ArrayList<>();
  private final List<GroundTruth> truths = new ArrayList<>();
  private boolean refused;

  void add(Prediction prediction, GroundTruth truth) {
    predictions.add(prediction);
    truths.add(truth);
  }

  /** Some predictions are no numbers, and so no metric is. */
  void refuse() {
    refused = true;
  }

  SortedMap<String, Double> values() {
    if (refused) {
      return new TreeMap<>(Map.of("mr-map", Double.NaN));
    }
    return MomentEvaluation.of(predictions, truths, new MomentEvaluation.Options(false, false))
        .metrics();
  }

  List<Prediction> predictions() {
    return predictions;
  }

  List<GroundTruth> truths() {
    return truths;
  }
}
