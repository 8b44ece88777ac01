package lamina.metric.moments;

import java.util.Comparator;
import java.util.List;
import lamina.metric.moments.GroundTruth.Window;
import lamina.metric.moments.Prediction.ScoredWindow;

/** Average precision of one query's windows at each threshold of overlap. */
final class MomentAp {
  private MomentAp() {}

  /**
   * The area under the interpolated precision over recall, as PASCAL VOC 2011 has it.
   *
   * @param predicted in the order of the submission; equal scores keep it
   * @return an average precision a threshold; 0 where there is nothing predicted or nothing true
   */
  static double[] of(List<ScoredWindow> predicted, List<Window> truths) {
    double[] ap = new double[IouThresholds.COUNT];
    if (predicted.isEmpty() || truths.isEmpty()) {
      return ap;
    }
    List<ScoredWindow> sorted =
        predicted.stream().sorted(Comparator.comparingDouble(MomentAp::descending)).toList();
    double[][] overlaps = new double[sorted.size()][];
    int[][] candidates = new int[sorted.size()][];
    for (int p = 0; p < overlaps.length; p++) {
      ScoredWindow window = sorted.get(p);
      overlaps[p] = truths.stream().mapToDouble(t -> TemporalIou.exact(window, t)).toArray();
      candidates[p] = Argsort.ascending(overlaps[p]);
    }
    for (int t = 0; t < ap.length; t++) {
      boolean[] hits = hits(overlaps, candidates, IouThresholds.value(t));
      ap[t] = interpolated(hits, truths.size());
    }
    return ap;
  }

  /** Minus the score; adding 0 makes the two zeros equal, which Double.compare tells apart. */
  private static double descending(ScoredWindow window) {
    return -window.score() + 0.0;
  }

  /** Each prediction takes the free truth that it overlaps most, if by the threshold at least. */
  private static boolean[] hits(double[][] overlaps, int[][] candidates, double threshold) {
    boolean[] taken = new boolean[overlaps[0].length];
    boolean[] hits = new boolean[overlaps.length];
    for (int p = 0; p < hits.length; p++) {
      // from the end: an overlap that is no number first, then the largest
      for (int i = candidates[p].length - 1; i >= 0; i--) {
        int candidate = candidates[p][i];
        // not "at least": an overlap that is no number counts as a hit
        if (overlaps[p][candidate] < threshold) {
          break;
        }
        if (!taken[candidate]) {
          taken[candidate] = true;
          hits[p] = true;
          break;
        }
      }
    }
    return hits;
  }

  private static double interpolated(boolean[] hits, int truths) {
    double[] precision = new double[hits.length];
    double[] recall = new double[hits.length];
    int found = 0;
    for (int i = 0; i < hits.length; i++) {
      found += hits[i] ? 1 : 0;
      precision[i] = (double) found / (i + 1);
      recall[i] = (double) found / truths;
    }
    for (int i = hits.length - 2; i >= 0; i--) {
      precision[i] = Math.max(precision[i], precision[i + 1]);
    }
    double[] areas = new double[hits.length + 1];
    int steps = 0;
    for (int i = 0; i < hits.length; i++) {
      if (hits[i]) {
        areas[steps++] = (recall[i] - (i == 0 ? 0 : recall[i - 1])) * precision[i];
      }
    }
    // what is never found is a last step of no area, which numpy adds up too
    return Sums.sum(areas, 0, found < truths ? steps + 1 : steps);
  }
}
