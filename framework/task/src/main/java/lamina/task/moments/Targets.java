package lamina.task.moments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lamina.config.MomentsData;
import lamina.metric.moments.GroundTruth;

/**
 * What a detector should say of one example (start_end_dataset.py of QD-DETR).
 *
 * @param spans its moments, five at most
 * @param saliency of each clip, the sum over three raters, 0 where it is not relevant
 * @param pairs clips of which the first should score higher than the second; none where no clip is
 *     relevant
 */
record Targets(List<Span> spans, float[] saliency, List<Pair> pairs) {
  private static final int MOST_SPANS = 5;

  /** Two clips. */
  record Pair(int higher, int lower) {}

  /**
   * The targets of a query, with random choices where there are some.
   *
   * @param clips how many the video has
   */
  static Targets of(GroundTruth truth, int clips, SplittableRandom random) {
    return new Targets(
        spans(truth, clips, random), saliency(truth, clips), pairs(truth, clips, random));
  }

  private static List<Span> spans(GroundTruth truth, int clips, SplittableRandom random) {
    double length = clips * MomentsData.CLIP_SECONDS;
    List<Span> spans = new ArrayList<>();
    for (GroundTruth.Window window : truth.windows()) {
      spans.add(new Span((window.start() + window.end()) / 2 / length, window.length() / length));
    }
    while (spans.size() > MOST_SPANS) {
      spans.remove(random.nextInt(spans.size()));
    }
    return spans;
  }

  private static float[] saliency(GroundTruth truth, int clips) {
    float[] saliency = new float[clips];
    for (int i = 0; i < truth.clips().size(); i++) {
      if (truth.clips().get(i) < clips) {
        saliency[truth.clips().get(i)] = sum(truth.saliency().get(i));
      }
    }
    return saliency;
  }

  private static int sum(List<Integer> raters) {
    return raters.stream().mapToInt(Integer::intValue).sum();
  }

  /** The best relevant clip above the worst, and any relevant one above any other. */
  private static List<Pair> pairs(GroundTruth truth, int clips, SplittableRandom random) {
    List<Integer> relevant = truth.clips().stream().map(clip -> Math.min(clip, clips - 1)).toList();
    if (relevant.isEmpty()) {
      return List.of();
    }
    List<Integer> ranked =
        IntStream.range(0, relevant.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> sum(truth.saliency().get(i))))
            .map(relevant::get)
            .toList();
    Pair hard = new Pair(ranked.get(ranked.size() - 1), ranked.get(0));
    boolean[] taken = new boolean[clips];
    relevant.forEach(clip -> taken[clip] = true);
    int[] others = IntStream.range(0, clips).filter(clip -> !taken[clip]).toArray();
    Pair easy =
        others.length == 0
            ? hard
            : new Pair(
                relevant.get(random.nextInt(relevant.size())),
                others[random.nextInt(others.length)]);
    return Arrays.asList(hard, easy);
  }
}
