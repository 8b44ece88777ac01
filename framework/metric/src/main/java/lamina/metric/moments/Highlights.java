package lamina.metric.moments;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import lamina.config.ConfigException;

/**
 * How well highlights are found, for one level of what raters say.
 *
 * @param map mean average precision over queries and raters, in [0, 1]
 * @param hitAtOne share of queries whose best clip is a highlight for a rater at least
 * @param apByQuery average precision of each query, a value a rater
 */
record Highlights(double map, double hitAtOne, SortedMap<Long, double[]> apByQuery) {
  private static final double CLIP_SECONDS = 2;
  private static final int RATERS = GroundTruths.RATERS;

  /** Of several lines of a query the last one counts. */
  static Highlights of(Matched matched, HighlightLevel level) {
    Map<Long, boolean[][]> positives = new LinkedHashMap<>();
    matched.truths().forEach(truth -> positives.put(truth.qid(), positives(truth, level)));
    Map<Long, double[]> scores = new LinkedHashMap<>();
    for (Prediction prediction : matched.predictions()) {
      List<Double> saliency = Objects.requireNonNull(prediction.saliency());
      scores.put(prediction.qid(), saliency.stream().mapToDouble(Double::doubleValue).toArray());
    }
    SortedMap<Long, double[]> aps = new TreeMap<>();
    double[] all = new double[RATERS * scores.size()];
    int query = 0;
    int hits = 0;
    for (Map.Entry<Long, double[]> scored : scores.entrySet()) {
      boolean[][] byRater = positives.get(scored.getKey());
      double[] ap = averagePrecision(byRater, scored.getValue());
      aps.put(scored.getKey(), ap);
      System.arraycopy(ap, 0, all, RATERS * query++, RATERS);
      hits += hit(byRater, scored.getValue()) ? 1 : 0;
    }
    return new Highlights(Sums.mean(all), (double) hits / query, aps);
  }

  /** Raters by clips of the video; what is not among the relevant clips has a saliency of 0. */
  private static boolean[][] positives(GroundTruth truth, HighlightLevel level) {
    int clips = (int) (truth.duration() / CLIP_SECONDS);
    if (clips == 0) {
      throw new ConfigException(
          "query %d: duration must be at least 2 (a clip) for highlights, got %s"
              .formatted(truth.qid(), truth.duration()));
    }
    boolean[][] positives = new boolean[RATERS][clips];
    for (int i = 0; i < truth.clips().size(); i++) {
      int clip = truth.clips().get(i);
      if (clip < 0 || clip >= clips) {
        throw new ConfigException(
            "query %d: relevant_clip_ids must be from 0 to %d, the last clip of %s seconds, got %d"
                .formatted(truth.qid(), clips - 1, truth.duration(), clip));
      }
      for (int rater = 0; rater < RATERS; rater++) {
        positives[rater][clip] = level.holds(truth.saliency().get(i).get(rater));
      }
    }
    return positives;
  }

  private static double[] averagePrecision(boolean[][] byRater, double[] scores) {
    double[] ap = new double[RATERS];
    if (scores.length > 0) {
      // a clip without a score has 0, which may be more than what others have
      double[] fitted = Arrays.copyOf(scores, byRater[0].length);
      Arrays.setAll(ap, rater -> HighlightAp.of(byRater[rater], fitted));
    }
    return ap;
  }

  /** Whether the first clip of the highest score is a highlight; none beyond the video's end is. */
  private static boolean hit(boolean[][] byRater, double[] scores) {
    int best = 0;
    for (int clip = 1; clip < scores.length; clip++) {
      best = scores[clip] > scores[best] ? clip : best;
    }
    boolean hit = false;
    for (boolean[] positive : byRater) {
      hit |= scores.length > 0 && best < positive.length && positive[best];
    }
    return hit;
  }
}
