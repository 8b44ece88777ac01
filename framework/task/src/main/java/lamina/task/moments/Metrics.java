package lamina.task.moments;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import lamina.metric.moments.GroundTruth;
import lamina.metric.moments.MomentEvaluation;
import lamina.metric.moments.Prediction;

/** Predictions gathered one by one, and the figures of QVHighlights' evaluator over them. */
final class Metrics {
  private final List<Prediction> predictions = new ArrayList<>();
  private final List<GroundTruth> truths = new ArrayList<>();

  void add(Prediction prediction, GroundTruth truth) {
    predictions.add(prediction);
    truths.add(truth);
  }

  SortedMap<String, Double> values() {
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
