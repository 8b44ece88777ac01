package lamina.metric.moments;

import static lamina.metric.moments.Given.LENIENT;
import static lamina.metric.moments.Given.STRICT;
import static lamina.metric.moments.Given.saliency;
import static lamina.metric.moments.Given.truth;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import lamina.config.ConfigException;
import org.junit.jupiter.api.Test;

class HighlightsTest {

  @Test
  void aVideoOfOneClipIsAllOrNothing() {
    assertThat(metrics(saliency(1, -5), truth(1, 2.9)))
        .containsEntry("hl-map-fair", 1.0)
        .containsEntry("hl-hit1-fair", 1.0);
    assertThat(metrics(saliency(1, -5), truth(1, 3, List.of(0), List.of(List.of(1, 1, 1)))))
        .containsEntry("hl-map-fair", 0.0)
        .containsEntry("hl-hit1-fair", 0.0);
  }

  @Test
  void ratersCountSeparatelyForApAndTogetherForTheHit() {
    GroundTruth truth = truth(1, 4, List.of(0), List.of(List.of(4, 3, 0)));
    assertThat(metrics(saliency(1, 1, 0), truth))
        .containsEntry("hl-map-fair", 2 / 3.0)
        .containsEntry("hl-map-very-good", 1 / 3.0)
        .containsEntry("hl-hit1-very-good", 1.0);
  }

  @Test
  void equalScoresAreOneStepAndTheFirstClipIsTheBest() {
    GroundTruth truth = truth(1, 8, List.of(1), List.of(List.of(4, 4, 4)));
    assertThat(metrics(saliency(1, 1, 1, 1, 1), truth))
        .containsEntry("hl-map-fair", 0.25)
        .containsEntry("hl-hit1-fair", 0.0);
    assertThat(metrics(saliency(1, -0.0, 0.0, -1, -1), truth)).containsEntry("hl-map-fair", 0.5);
  }

  @Test
  void missingScoresAreZeroAndScoresBeyondTheVideoMiss() {
    GroundTruth truth = truth(1, 6);
    assertThat(metrics(saliency(1, -1), truth)).containsEntry("hl-map-fair", 1 / 3.0);
    assertThat(metrics(saliency(1, 1, 0, 0, 9), truth))
        .containsEntry("hl-map-fair", 1.0)
        .containsEntry("hl-hit1-fair", 0.0);
  }

  @Test
  void ofSeveralLinesTheLastOneCounts() {
    List<Prediction> twice = List.of(saliency(1, 1, 0), saliency(1, 0, 1));
    assertThat(MomentEvaluation.of(twice, List.of(truth(1, 4)), STRICT).metrics())
        .containsEntry("hl-hit1-fair", 0.0)
        .containsEntry("hl-map-fair", 0.5);
  }

  @Test
  void aQueryWithoutRelevantClipsOrScoresCountsAsZeroAndIsRefusedWhenStrict() {
    GroundTruth noClips = truth(1, 10, List.of(), List.of());
    assertThat(metrics(saliency(1, 1, 0), noClips).values()).containsOnly(0.0);
    refused("strict: query 1: relevant_clip_ids must not be empty, got []", noClips, STRICT, 1, 0);
    assertThat(metrics(saliency(1), truth(1, 2)).values()).containsOnly(0.0);
    refused("strict: query 1: pred_saliency_scores must not be empty, got []", truth(1, 2), STRICT);
  }

  @Test
  void clipsThatTheVideoDoesNotHaveAreRefused() {
    List<List<Integer>> rated = List.of(List.of(4, 4, 4));
    refused(
        "query 1: relevant_clip_ids must be from 0 to 4, the last clip of 10.0 seconds, got 5",
        truth(1, 10, List.of(5), rated),
        LENIENT,
        1);
    refused(
        "query 1: relevant_clip_ids must be from 0 to 4, the last clip of 10.0 seconds, got -1",
        truth(1, 10, List.of(-1), rated),
        LENIENT,
        1);
    refused(
        "query 1: duration must be at least 2 (a clip) for highlights, got 1.5",
        truth(1, 1.5),
        LENIENT,
        1);
  }

  @Test
  void withoutTiesApIsTheMeanOfTheBestPrecisionAtEachPositive() {
    SplittableRandom random = new SplittableRandom(3);
    for (int trial = 0; trial < 200; trial++) {
      int clips = random.nextInt(2, 76);
      boolean[] positive = new boolean[clips];
      double[] scores = random.doubles(clips).toArray();
      for (int i = 0; i < clips; i++) {
        positive[i] = random.nextInt(3) == 0;
      }
      assertThat(HighlightAp.of(positive, scores))
          .isCloseTo(byDefinition(positive, scores), org.assertj.core.api.Assertions.within(1e-12));
    }
  }

  private static double byDefinition(boolean[] positive, double[] scores) {
    double sum = 0;
    int positives = 0;
    for (int i = 0; i < positive.length; i++) {
      if (positive[i]) {
        positives++;
        double best = 0;
        for (int j = 0; j < positive.length; j++) {
          best = scores[j] <= scores[i] ? Math.max(best, precision(positive, scores, j)) : best;
        }
        sum += best;
      }
    }
    return positives == 0 ? 0 : sum / positives;
  }

  private static double precision(boolean[] positive, double[] scores, int last) {
    int found = 0;
    int taken = 0;
    for (int i = 0; i < positive.length; i++) {
      if (scores[i] >= scores[last]) {
        taken++;
        found += positive[i] ? 1 : 0;
      }
    }
    return (double) found / taken;
  }

  private static SortedMap<String, Double> metrics(Prediction prediction, GroundTruth truth) {
    return MomentEvaluation.of(List.of(prediction), List.of(truth), LENIENT).metrics();
  }

  private static void refused(
      String message, GroundTruth truth, MomentEvaluation.Options options, double... scores) {
    assertThatThrownBy(
            () -> MomentEvaluation.of(List.of(saliency(1, scores)), List.of(truth), options))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }
}
