package lamina.metric.moments;

import java.util.Arrays;

/** Average precision of one query's saliency scores for what one rater calls highlights. */
final class HighlightAp {
  private HighlightAp() {}

  /**
   * The mean, over the distinct steps of recall, of the highest precision at that recall or more.
   * Clips of equal score are one step.
   *
   * @param positive whether each clip is a highlight
   * @param scores a score a clip; as many as {@code positive}
   * @return 0 where no clip is a highlight, 1 where every clip is
   */
  static double of(boolean[] positive, double[] scores) {
    int positives = count(positive);
    if (positives == 0 || positives == positive.length) {
      return positives == 0 ? 0 : 1;
    }
    Integer[] order = new Integer[scores.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(scores[a] + 0.0, scores[b] + 0.0));
    return mean(order, positive, scores, positives);
  }

  /** From the lowest score to the highest, as the official evaluator lists the curve. */
  private static double mean(
      Integer[] ascending, boolean[] positive, double[] scores, int positives) {
    double[] steps = new double[positives];
    int count = 0;
    int found = positives;
    double best = 0;
    int i = 0;
    while (i < ascending.length) {
      best = Math.max(best, (double) found / (ascending.length - i));
      double score = scores[ascending[i]];
      int before = found;
      while (i < ascending.length && scores[ascending[i]] == score) {
        found -= positive[ascending[i]] ? 1 : 0;
        i++;
      }
      if (found < before) {
        steps[count++] = best;
      }
    }
    return Sums.mean(steps, count);
  }

  private static int count(boolean[] positive) {
    int count = 0;
    for (boolean is : positive) {
      count += is ? 1 : 0;
    }
    return count;
  }
}
