package lamina.metric.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import lamina.config.ConfigException;
import lamina.config.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our numbers against those of the official evaluator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OfficialValuesTest {
  private static final double CLOSE = 1e-9;

  Stream<Path> casesWithMetrics() throws IOException {
    return SharedFiles.fixtures().stream().filter(c -> Files.exists(c.resolve("expected.json")));
  }

  Stream<Path> casesThatFail() throws IOException {
    return SharedFiles.fixtures().stream().filter(c -> !Files.exists(c.resolve("expected.json")));
  }

  Stream<Path> submissions() throws IOException {
    return SharedFiles.submissions().stream();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("casesWithMetrics")
  void everyNumberIsTheOfficialOneAndStandsWhereItStands(Path folder) throws IOException {
    boolean all = SharedFiles.json(folder.resolve("case.json")).get("match_number").asBoolean();
    MomentEvaluation evaluation = evaluate(folder, false, !all);
    assertThat(Json.line(evaluation.toJson())).isEqualTo(expected(folder));
    assertThat(Json.line(evaluate(folder, true, !all).toJson())).isEqualTo(expected(folder));
    Path perQuery = folder.resolve("expected_per_query.json");
    if (Files.exists(perQuery)) {
      assertPerQuery(evaluation, SharedFiles.json(perQuery));
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("submissions")
  void everyNumberOfARealSubmissionIsTheOfficialOne(Path folder) throws IOException {
    List<GroundTruth> truths = GroundTruths.read(SharedFiles.annotations());
    List<Prediction> predictions = Predictions.read(folder.resolve("pred.jsonl"));
    MomentEvaluation evaluation = MomentEvaluation.of(predictions, truths, options(true, false));
    assertThat(Json.line(evaluation.toJson())).isEqualTo(expected(folder));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("casesThatFail")
  void whatTheOfficialEvaluatorCrashesOnIsRefusedWhenStrict(Path folder) throws IOException {
    boolean all = SharedFiles.json(folder.resolve("case.json")).get("match_number").asBoolean();
    assertThatThrownBy(() -> evaluate(folder, true, !all))
        .isInstanceOf(ConfigException.class)
        .hasMessageMatching(
            switch (folder.getFileName().toString()) {
              case "error_empty_windows" ->
                  "strict: query \\d+: pred_relevant_windows must not be empty, got \\[\\]";
              case "error_no_short_query" -> "strict: a ground-truth window must be .*, got none";
              case "error_subset" -> "query \\d+ must be in the predictions, .*";
              default -> ".*(query \\d+|window must be).*";
            });
  }

  @Test
  void noSharedCaseIsOverlooked() throws IOException {
    assumeTrue(casesWithMetrics().findAny().isPresent(), "no fixtures");
    assertThat(casesWithMetrics()).hasSizeGreaterThanOrEqualTo(20);
    assertThat(casesThatFail()).hasSizeGreaterThanOrEqualTo(3);
    assumeTrue(submissions().findAny().isPresent(), "no submissions");
    assertThat(submissions()).hasSizeGreaterThanOrEqualTo(5);
  }

  private static void assertPerQuery(MomentEvaluation evaluation, JsonNode expected) {
    MomentRetrieval full = evaluation.retrieval().get(LengthRange.FULL);
    assertThat(full != null).isEqualTo(expected.has("mr_ap_per_query"));
    if (full != null) {
      assertClose(full.apByQuery(), expected.get("mr_ap_per_query"));
    }
    assertThat(evaluation.highlights().isEmpty()).isEqualTo(!expected.has("hl_ap_per_query_Fair"));
    Map<HighlightLevel, String> names =
        Map.of(
            HighlightLevel.FAIR, "Fair",
            HighlightLevel.GOOD, "Good",
            HighlightLevel.VERY_GOOD, "VeryGood");
    evaluation
        .highlights()
        .forEach(
            (level, found) ->
                assertClose(
                    found.apByQuery(), expected.get("hl_ap_per_query_" + names.get(level))));
  }

  private static void assertClose(SortedMap<Long, double[]> actual, JsonNode expected) {
    assertThat(actual).hasSize(expected.size());
    actual.forEach(
        (qid, values) -> {
          JsonNode gold = expected.get(Long.toString(qid));
          assertThat(values).hasSize(gold.size());
          for (int i = 0; i < values.length; i++) {
            assertThat(values[i])
                .as("query " + qid)
                .isCloseTo(gold.get(i).asDouble(), within(CLOSE));
          }
        });
  }

  private static String expected(Path folder) throws IOException {
    return Json.line(SharedFiles.json(folder.resolve("expected.json")));
  }

  private static MomentEvaluation evaluate(Path folder, boolean strict, boolean subset)
      throws IOException {
    return MomentEvaluation.of(
        Predictions.read(folder.resolve("pred.jsonl")),
        GroundTruths.read(folder.resolve("gt.jsonl")),
        options(strict, subset));
  }

  private static MomentEvaluation.Options options(boolean strict, boolean subset) {
    return new MomentEvaluation.Options(strict, subset);
  }
}
