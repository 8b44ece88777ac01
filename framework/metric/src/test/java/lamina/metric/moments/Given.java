package lamina.metric.moments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import lamina.metric.moments.GroundTruth.Window;
import lamina.metric.moments.Prediction.ScoredWindow;

/** Small submissions and annotations. */
final class Given {
  static final MomentEvaluation.Options LENIENT = new MomentEvaluation.Options(false, false);
  static final MomentEvaluation.Options STRICT = new MomentEvaluation.Options(true, false);
  static final MomentEvaluation.Options SUBSET = new MomentEvaluation.Options(false, true);

  private Given() {}

  /** A query whose first clip all three raters find very good. */
  static GroundTruth truth(long qid, double duration, double... startsAndEnds) {
    return truth(qid, duration, List.of(0), List.of(List.of(4, 4, 4)), startsAndEnds);
  }

  static GroundTruth truth(
      long qid,
      double duration,
      List<Integer> clips,
      List<List<Integer>> saliency,
      double... startsAndEnds) {
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < startsAndEnds.length; i += 2) {
      windows.add(new Window(startsAndEnds[i], startsAndEnds[i + 1]));
    }
    return new GroundTruth(qid, "query " + qid, duration, "video", windows, clips, saliency);
  }

  /** Windows of falling scores, no saliency. */
  static Prediction windows(long qid, double... startsAndEnds) {
    List<ScoredWindow> windows = new ArrayList<>();
    for (int i = 0; i < startsAndEnds.length; i += 2) {
      windows.add(new ScoredWindow(startsAndEnds[i], startsAndEnds[i + 1], 1.0 / (i + 1)));
    }
    return new Prediction(qid, "query " + qid, "video", windows, null);
  }

  /** Saliency scores, no windows. */
  static Prediction saliency(long qid, double... scores) {
    return new Prediction(
        qid, "query " + qid, "video", null, Arrays.stream(scores).boxed().toList());
  }

  static GroundTruth randomTruth(long qid, RandomGenerator random) {
    List<Integer> clips = new ArrayList<>(IntStream.range(0, 75).boxed().toList());
    Collections.shuffle(clips, new java.util.Random(random.nextLong()));
    List<Integer> relevant = clips.subList(0, 1 + random.nextInt(74));
    List<List<Integer>> saliency =
        relevant.stream()
            .map(c -> List.of(random.nextInt(5), random.nextInt(5), random.nextInt(5)))
            .toList();
    List<Window> windows = new ArrayList<>(List.of(new Window(0, 5), new Window(5, 25)));
    for (int i = random.nextInt(20); i >= 0; i--) {
      double start = random.nextInt(75);
      windows.add(new Window(start, start + random.nextInt(1, 75)));
    }
    return new GroundTruth(qid, "ü " + qid, 150, "video", windows, relevant, saliency);
  }

  static Prediction randomPrediction(long qid, RandomGenerator random) {
    List<ScoredWindow> windows = new ArrayList<>();
    for (int i = random.nextInt(15); i >= 0; i--) {
      double start = random.nextInt(75);
      double end = start + random.nextInt(1, 75);
      windows.add(new ScoredWindow(start, end, random.nextInt(10) / 10.0));
    }
    List<Double> saliency = random.doubles(75, -1, 1).boxed().toList();
    return new Prediction(qid, "ü " + qid, "video", windows, saliency);
  }
}
