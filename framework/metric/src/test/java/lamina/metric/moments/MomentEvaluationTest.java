package lamina.metric.moments;

import static lamina.metric.moments.Given.LENIENT;
import static lamina.metric.moments.Given.STRICT;
import static lamina.metric.moments.Given.SUBSET;
import static lamina.metric.moments.Given.saliency;
import static lamina.metric.moments.Given.truth;
import static lamina.metric.moments.Given.windows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.SortedMap;
import lamina.config.ConfigException;
import lamina.config.Json;
import lamina.metric.moments.Prediction.ScoredWindow;
import org.junit.jupiter.api.Test;

class MomentEvaluationTest {
  private static final double[] EVERY_RANGE = {0, 5, 10, 30, 40, 100};
  private static final GroundTruth IN_EVERY_RANGE = truth(1, 150, EVERY_RANGE);

  @Test
  void theGroundTruthItselfIsPerfect() {
    Prediction perfect =
        new Prediction(
            1, "q", "v", windows(1, EVERY_RANGE).windows(), List.of(1.0, 0.0, 0.0, 0.0, 0.0));
    SortedMap<String, Double> metrics = evaluate(perfect, IN_EVERY_RANGE, STRICT).metrics();
    assertThat(metrics.keySet())
        .containsExactlyInAnyOrder(
            "mr-map",
            "mr-map@0.5",
            "mr-map@0.75",
            "mr-map-short",
            "mr-map-middle",
            "mr-map-long",
            "mr-r1@0.5",
            "mr-r1@0.7",
            "hl-map-fair",
            "hl-hit1-fair",
            "hl-map-good",
            "hl-hit1-good",
            "hl-map-very-good",
            "hl-hit1-very-good");
    assertThat(metrics).containsEntry("mr-map", 1.0).containsEntry("mr-r1@0.7", 1.0);
    assertThat(metrics).containsEntry("hl-map-fair", 1.0).containsEntry("hl-hit1-very-good", 1.0);
  }

  @Test
  void metricsAreNotRounded() {
    List<GroundTruth> truths =
        List.of(truth(1, 150, 0, 5), truth(2, 150, 0, 5), truth(3, 150, 0, 5));
    List<Prediction> predictions = List.of(windows(1, 0, 5), windows(2, 9, 10), windows(3, 9, 10));
    MomentEvaluation evaluation = MomentEvaluation.of(predictions, truths, LENIENT);
    assertThat(evaluation.metrics()).containsEntry("mr-map@0.5", 1 / 3.0);
    assertThat(evaluation.toJson().at("/brief/MR-full-mAP").doubleValue()).isEqualTo(33.33);
  }

  @Test
  void percentagesAreRoundedToTheEvenDigitOfTheExactNumber() {
    assertThat(OfficialLayout.percent(1 / 32.0)).isEqualTo(3.12);
    assertThat(OfficialLayout.percent(3 / 32.0)).isEqualTo(9.38);
    assertThat(OfficialLayout.percent(0.01005)).as("100 times it is below 1.005").isEqualTo(1.0);
  }

  @Test
  void theJsonHasTheOfficialKeysInTheirOrder() {
    Prediction both = new Prediction(1, "q", "v", windows(1, 0, 5).windows(), List.of(1.0));
    JsonNode json = evaluate(both, IN_EVERY_RANGE, STRICT).toJson();
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "brief",
            "HL-min-Fair",
            "HL-min-Good",
            "HL-min-VeryGood",
            "full",
            "long",
            "middle",
            "short");
    assertThat(json.get("full").get("MR-mAP").fieldNames())
        .toIterable()
        .startsWith("0.5", "0.55")
        .endsWith("0.95", "average");
  }

  @Test
  void aPredictionWithoutSaliencyGivesNoHighlightsAndTheOtherWayRound() {
    JsonNode moments = evaluate(windows(1, 0, 5), IN_EVERY_RANGE, STRICT).toJson();
    assertThat(moments.has("full")).isTrue();
    assertThat(moments.has("HL-min-Fair")).isFalse();
    MomentEvaluation highlights = evaluate(saliency(1, 1, 0), IN_EVERY_RANGE, STRICT);
    assertThat(highlights.toJson().has("full")).isFalse();
    assertThat(highlights.metrics().keySet()).hasSize(6).allMatch(name -> name.startsWith("hl-"));
  }

  @Test
  void whatTheFirstPredictionHasEveryOneMustHave() {
    List<GroundTruth> truths = List.of(truth(1, 150, 0, 5), truth(2, 150, 0, 5));
    refused(
        "query 2: pred_relevant_windows is missing; the first prediction has it",
        List.of(windows(1, 0, 5), saliency(2, 1)),
        truths,
        LENIENT);
    refused(
        "query 1: pred_saliency_scores is missing; the first prediction has it",
        List.of(saliency(2, 1), windows(1, 0, 5)),
        truths,
        LENIENT);
    refused(
        "query 1: pred_relevant_windows or pred_saliency_scores must be there, got neither",
        List.of(new Prediction(1, "q", "v", null, null), windows(2, 0, 5)),
        truths,
        LENIENT);
  }

  @Test
  void aRangeWithoutGroundTruthHasNoValueAndIsRefusedWhenStrict() {
    GroundTruth shortOnly = truth(1, 150, 0, 5);
    MomentEvaluation evaluation = evaluate(windows(1, 0, 5), shortOnly, LENIENT);
    assertThat(evaluation.metrics()).containsKey("mr-map-short").doesNotContainKey("mr-map-long");
    assertThat(evaluation.toJson().get("long").isNull()).isTrue();
    assertThat(evaluation.toJson().at("/brief/MR-middle-mAP").isNull()).isTrue();
    refused(
        "strict: a ground-truth window must be middle (10 to 30 seconds), got none",
        List.of(windows(1, 0, 5)),
        List.of(shortOnly),
        STRICT);
  }

  @Test
  void anEmptyListOfWindowsCountsAsZeroAndIsRefusedWhenStrict() {
    List<GroundTruth> truths = List.of(IN_EVERY_RANGE, truth(2, 150, EVERY_RANGE));
    List<Prediction> predictions = List.of(windows(1, EVERY_RANGE), windows(2));
    SortedMap<String, Double> metrics = MomentEvaluation.of(predictions, truths, LENIENT).metrics();
    assertThat(metrics).containsEntry("mr-map", 0.5).containsEntry("mr-r1@0.5", 0.5);
    assertThat(metrics).containsEntry("mr-map-short", 0.5);
    String message = "strict: query 2: pred_relevant_windows must not be empty, got []";
    refused(message, predictions, truths, STRICT);
  }

  @Test
  void aQueryWithoutTrueWindowsCountsAsZeroAndIsRefusedWhenStrict() {
    List<GroundTruth> truths = List.of(IN_EVERY_RANGE, truth(2, 150));
    List<Prediction> predictions = List.of(windows(1, EVERY_RANGE), windows(2, 0, 5));
    assertThat(MomentEvaluation.of(predictions, truths, LENIENT).metrics())
        .containsEntry("mr-map", 0.5)
        .containsEntry("mr-r1@0.5", 0.5);
    String message = "strict: query 2: relevant_windows must not be empty, got []";
    refused(message, predictions, truths, STRICT);
  }

  @Test
  void aQueryWithoutAPredictionCountsAsZero() {
    MomentEvaluation evaluation =
        MomentEvaluation.of(
            List.of(windows(1, EVERY_RANGE)),
            List.of(IN_EVERY_RANGE, truth(7, 150, 0, 5)),
            LENIENT);
    assertThat(evaluation.unanswered()).isEqualTo(1);
    assertThat(evaluation.metrics()).containsEntry("mr-map", 0.5).containsEntry("mr-r1@0.5", 0.5);
  }

  @Test
  void queriesThatDoNotMatchAreNamedUnlessASubsetIsWanted() {
    Prediction one = windows(1, EVERY_RANGE);
    GroundTruth other = truth(7, 150, 0, 5);
    refused(
        "query 7 must be in the predictions, as it is in the ground truth (1 such in all; --subset"
            + " leaves them out)",
        List.of(one),
        List.of(IN_EVERY_RANGE, other),
        STRICT);
    refused(
        "query 8 must be in the ground truth, as it is in the predictions (2 such in all; --subset"
            + " leaves them out)",
        List.of(one, windows(9, 0, 5), windows(8, 0, 5)),
        List.of(IN_EVERY_RANGE),
        STRICT);
    List<Prediction> predictions = List.of(windows(9, 0, 5), one);
    assertThat(MomentEvaluation.of(predictions, List.of(other, IN_EVERY_RANGE), SUBSET).metrics())
        .containsEntry("mr-r1@0.5", 1.0);
    refused(
        "predictions and ground truth must share a query, got 1 and 1 queries, none in both",
        List.of(one),
        List.of(other),
        SUBSET);
    refused(
        "predictions and ground truth must share a query, got 0 and 0 queries, none in both",
        List.of(),
        List.of(),
        LENIENT);
  }

  @Test
  void windowsOfOneQueryArePooledForApAndTheLastLineIsTheFirstWindow() {
    List<Prediction> twice = List.of(windows(1, 0, 5), windows(1, 60, 61));
    SortedMap<String, Double> metrics =
        MomentEvaluation.of(twice, List.of(IN_EVERY_RANGE), STRICT).metrics();
    assertThat(metrics).containsEntry("mr-map@0.5", 1 / 3.0).containsEntry("mr-r1@0.5", 0.0);
  }

  @Test
  void onlyTenWindowsCountAndTheFirstOfTheListIsAtRankOne() {
    double[] eleven = new double[22];
    eleven[21] = 5;
    SortedMap<String, Double> metrics =
        evaluate(windows(1, eleven), truth(1, 150, 0, 5), LENIENT).metrics();
    assertThat(metrics).containsEntry("mr-map", 0.0);
    List<ScoredWindow> rising = List.of(new ScoredWindow(50, 60, 0.1), new ScoredWindow(0, 5, 0.9));
    Prediction unsorted = new Prediction(1, "q", "v", rising, null);
    assertThat(evaluate(unsorted, truth(1, 150, 0, 5), LENIENT).metrics())
        .containsEntry("mr-map", 1.0)
        .containsEntry("mr-r1@0.5", 0.0);
  }

  @Test
  void windowsOfNoLengthAtOnePlaceAreAHitForApAndAMissAtRankOne() {
    SortedMap<String, Double> metrics =
        evaluate(windows(1, 5, 5), truth(1, 150, 5, 5), LENIENT).metrics();
    assertThat(metrics).containsEntry("mr-map", 1.0).containsEntry("mr-r1@0.5", 0.0);
    assertThat(evaluate(windows(1, 5, 5), truth(1, 150, 0, 9), LENIENT).metrics())
        .containsEntry("mr-map", 0.0);
  }

  @Test
  void numbersThatAModelMustNotGiveAreRefused() {
    refused(
        "query 1: pred_relevant_windows must hold finite numbers, got"
            + " ScoredWindow[start=0.0, end=NaN, score=1.0]",
        List.of(windows(1, 0, Double.NaN)),
        List.of(IN_EVERY_RANGE),
        LENIENT);
    refused(
        "query 1: pred_saliency_scores must hold finite numbers, got Infinity",
        List.of(saliency(1, Double.POSITIVE_INFINITY)),
        List.of(IN_EVERY_RANGE),
        LENIENT);
    refused(
        "query 1: relevant_windows must hold finite numbers, got Window[start=NaN, end=5.0]",
        List.of(windows(1, 0, 5)),
        List.of(truth(1, 150, Double.NaN, 5)),
        LENIENT);
  }

  @Test
  void anEvaluationIsTheSameHoweverItsQueriesAreNumbered() {
    var random = new java.util.SplittableRandom(5);
    List<GroundTruth> truths =
        random
            .longs(40, 0, 1L << 40)
            .distinct()
            .mapToObj(q -> Given.randomTruth(q, random))
            .toList();
    List<Prediction> predictions =
        truths.stream().map(t -> Given.randomPrediction(t.qid(), random)).toList();
    List<GroundTruth> renamed =
        truths.stream()
            .map(
                t ->
                    new GroundTruth(
                        -t.qid(), "", t.duration(), "", t.windows(), t.clips(), t.saliency()))
            .toList();
    List<Prediction> same =
        predictions.stream()
            .map(p -> new Prediction(-p.qid(), "", "", p.windows(), p.saliency()))
            .toList();
    MomentEvaluation evaluation = MomentEvaluation.of(predictions, truths, STRICT);
    assertThat(MomentEvaluation.of(same, renamed, STRICT).metrics())
        .isEqualTo(evaluation.metrics());
    assertThat(evaluation.metrics().values()).allMatch(share -> share >= 0 && share <= 1);
    assertThat(Json.line(evaluation.toJson())).doesNotContain("null");
  }

  private static MomentEvaluation evaluate(
      Prediction prediction, GroundTruth truth, MomentEvaluation.Options options) {
    return MomentEvaluation.of(List.of(prediction), List.of(truth), options);
  }

  private static void refused(
      String message,
      List<Prediction> predictions,
      List<GroundTruth> truths,
      MomentEvaluation.Options options) {
    assertThatThrownBy(() -> MomentEvaluation.of(predictions, truths, options))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }
}
