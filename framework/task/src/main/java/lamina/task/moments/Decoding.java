package lamina.task.moments;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import lamina.config.MomentsData;
import lamina.metric.moments.GroundTruth;
import lamina.metric.moments.Prediction;
import lamina.metric.moments.Prediction.ScoredWindow;
import lamina.model.detector.MomentOutput;
import lamina.model.detector.Proposals;

/**
 * From a detector's output to submissions, as the official code does it (inference.py and
 * postprocessing of QD-DETR): windows in seconds, the surest first, rounded to whole clips;
 * saliency in half precision, for real clips only.
 */
final class Decoding {
  private static final int DECIMALS = 4;
  private static final double LONGEST = MomentsData.CLIPS * MomentsData.CLIP_SECONDS;

  private Decoding() {}

  /** Whether all numbers are; others cannot be submitted. */
  static boolean isFinite(MomentOutput output) {
    Proposals last = output.last();
    NDArray sum = last.spans().sum().add(last.logits().sum()).add(half(output.saliency()).sum());
    return Float.isFinite(sum.getFloat());
  }

  private static NDArray half(NDArray x) {
    return x.toType(DataType.FLOAT16, true).toType(DataType.FLOAT32, true);
  }

  static List<Prediction> of(MomentOutput output, Example batch) {
    float[] spans = output.last().spans().toFloatArray();
    NDArray chances = output.last().logits().softmax(2);
    float[] chance = chances.toFloatArray();
    float[] saliency = half(output.saliency()).toFloatArray();
    int queries = spans.length / 2 / batch.size();
    int clips = saliency.length / batch.size();
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      GroundTruth truth = batch.truth().get(i);
      int first = 2 * i * queries;
      double length = Math.min(truth.duration(), LONGEST);
      List<ScoredWindow> windows =
          IntStream.range(0, queries)
              .mapToObj(q -> first + 2 * q)
              .sorted(Comparator.comparingDouble(at -> -chance[at]))
              .map(at -> window(new Span(spans[at], spans[at + 1]), length, chance[at]))
              .toList();
      List<Double> scores = new ArrayList<>();
      for (int clip = 0; clip < batch.clips()[i]; clip++) {
        scores.add((double) saliency[i * clips + clip]);
      }
      predictions.add(new Prediction(truth.qid(), truth.query(), truth.vid(), windows, scores));
    }
    return predictions;
  }

  private static ScoredWindow window(Span span, double duration, double score) {
    return new ScoredWindow(
        wholeClips(span.start() * duration), wholeClips(span.end() * duration), decimals(score));
  }

  /** Seconds within the longest video, rounded to a whole number of clips, halves to even. */
  private static double wholeClips(double seconds) {
    double inside = Math.max(0, Math.min(LONGEST, decimals(seconds)));
    return Math.rint(inside / MomentsData.CLIP_SECONDS) * MomentsData.CLIP_SECONDS;
  }

  private static double decimals(double value) {
    return new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue();
  }
}
