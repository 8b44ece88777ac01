package lamina.metric.moments;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import lamina.metric.moments.GroundTruth.Window;
import lamina.metric.moments.Prediction.ScoredWindow;
import org.jspecify.annotations.Nullable;

/**
 * How well moments are retrieved, for ground-truth windows of one range of length.
 *
 * @param map mean average precision over queries, a value a threshold, in [0, 1]
 * @param average their mean
 * @param recallAtOne share of queries whose first window overlaps enough, a value a threshold
 * @param apByQuery average precision of each query, a value a threshold
 */
record MomentRetrieval(
    double[] map, double average, double[] recallAtOne, SortedMap<Long, double[]> apByQuery) {
  /** Windows of a line beyond it are not looked at, whatever their score. */
  private static final int MOST_WINDOWS = 10;

  /** Null where no window of the ground truth is in the range. */
  static @Nullable MomentRetrieval of(Matched matched, LengthRange range) {
    Map<Long, List<Window>> pooledTruths = new LinkedHashMap<>();
    Map<Long, List<Window>> lastTruths = new LinkedHashMap<>();
    for (GroundTruth truth : matched.truths()) {
      List<Window> inRange = range.of(truth.windows());
      if (range == LengthRange.FULL || !inRange.isEmpty()) {
        pooledTruths.computeIfAbsent(truth.qid(), q -> new ArrayList<>()).addAll(inRange);
        lastTruths.put(truth.qid(), inRange);
      }
    }
    if (pooledTruths.isEmpty()) {
      return null;
    }
    Map<Long, List<ScoredWindow>> pooled = new LinkedHashMap<>();
    Map<Long, List<ScoredWindow>> last = new LinkedHashMap<>();
    for (Prediction prediction : matched.predictions()) {
      if (pooledTruths.containsKey(prediction.qid())) {
        List<ScoredWindow> windows = Objects.requireNonNull(prediction.windows());
        pooled
            .computeIfAbsent(prediction.qid(), q -> new ArrayList<>())
            .addAll(windows.subList(0, Math.min(MOST_WINDOWS, windows.size())));
        last.put(prediction.qid(), windows);
      }
    }
    SortedMap<Long, double[]> aps = new TreeMap<>();
    pooled.forEach((qid, windows) -> aps.put(qid, MomentAp.of(windows, pooledTruths.get(qid))));
    double[] map = means(pooled.keySet().stream().map(aps::get).toList());
    return new MomentRetrieval(map, Sums.mean(map), recallAtOne(last, lastTruths), aps);
  }

  /** Row after row, as numpy adds along the first axis. */
  private static double[] means(List<double[]> rows) {
    double[] means = new double[IouThresholds.COUNT];
    for (int t = 0; t < means.length; t++) {
      for (double[] row : rows) {
        means[t] += row[t];
      }
      means[t] /= rows.size();
    }
    return means;
  }

  private static double[] recallAtOne(
      Map<Long, List<ScoredWindow>> predicted, Map<Long, List<Window>> truths) {
    double[] recall = new double[IouThresholds.COUNT];
    predicted.forEach(
        (qid, windows) -> {
          double overlap = overlapOfFirst(windows, truths.get(qid));
          for (int t = 0; t < recall.length; t++) {
            recall[t] += overlap >= IouThresholds.value(t) ? 1 : 0;
          }
        });
    for (int t = 0; t < recall.length; t++) {
      recall[t] /= predicted.size();
    }
    return recall;
  }

  /**
   * Overlap of the window that stands first, whatever its score, with the truth that it overlaps
   * most. That truth is chosen by the exact overlap, the first of equals or the first that is no
   * number; the overlap itself is by the hull.
   */
  private static double overlapOfFirst(List<ScoredWindow> windows, List<Window> truths) {
    if (windows.isEmpty() || truths.isEmpty()) {
      return 0;
    }
    ScoredWindow first = windows.get(0);
    Window chosen = truths.get(0);
    double most = TemporalIou.exact(first, chosen);
    for (Window truth : truths) {
      double overlap = TemporalIou.exact(first, truth);
      if (!Double.isNaN(most) && (overlap > most || Double.isNaN(overlap))) {
        chosen = truth;
        most = overlap;
      }
    }
    return TemporalIou.ofHull(first, chosen);
  }
}
