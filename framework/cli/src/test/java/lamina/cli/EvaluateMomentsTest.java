package lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lamina.config.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateMomentsTest {
  private static final String TRUTH =
      """
      {"qid": 1, "query": "q", "duration": 20, "vid": "v", "relevant_clip_ids": [0],\
       "saliency_scores": [[4, 4, 4]], "relevant_windows": [[0, 2]]}
      """;
  private static final String PREDICTION =
      """
      {"qid": 1, "query": "q", "vid": "v", "pred_relevant_windows": [[0, 2, 0.5]],\
       "pred_saliency_scores": [1, 0, 0, 0, 0, 0, 0, 0, 0, 0]}
      """;
  private static final String BEFORE = "what was there before";

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path result;

  @BeforeEach
  void somethingIsThereAlready() throws IOException {
    result = Files.writeString(folder.resolve("out.json"), BEFORE);
  }

  @Test
  void theMetricsAreWrittenAndTheirBriefBlockIsPrinted() throws IOException {
    assertThat(evaluate(PREDICTION, TRUTH)).isZero();
    JsonNode json = Json.parse(Files.readString(result));
    assertThat(json.at("/short/MR-mAP/average").doubleValue()).isEqualTo(100);
    assertThat(json.get("long").isNull()).isTrue();
    assertThat(err.toString()).isEmpty();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines.stream().map(String::length).distinct()).as("aligned").hasSize(1);
    assertThat(lines.stream().map(line -> line.replaceAll(" +", " ")).toList())
        .startsWith("MR-full-R1@0.5 100.00")
        .contains("MR-short-mAP 100.00", "MR-long-mAP -")
        .endsWith("HL-min-VeryGood-Hit1 100.00")
        .hasSize(json.get("brief").size());
    assertNothingElseIsLeft();
  }

  @Test
  void intervalsAreOverQueriesAndTheirMeansAreTheMetrics() throws IOException {
    String truths = TRUTH + TRUTH.replace("\"qid\": 1", "\"qid\": 2");
    String wrong = PREDICTION.replace("\"qid\": 1", "\"qid\": 2").replace("[0, 2,", "[4, 6,");
    assertThat(evaluate(PREDICTION + wrong, truths, "--intervals")).isZero();
    assertThat(out.toString())
        .containsPattern("MR-full-mAP +50.00")
        .contains("95 % intervals over queries, of 10000 bootstrap samples:")
        .containsPattern("mr-r1@0.5 +50.00  \\[0.00, 100.00\\]")
        .containsPattern("hl-hit1-very-good +100.00  \\[100.00, 100.00\\]")
        .doesNotContain("mr-map-short");
    out.getBuffer().setLength(0);
    assertThat(evaluate(PREDICTION, truths, "--intervals")).isZero();
    assertThat(out.toString()).containsPattern("mr-map +50.00");
    out.getBuffer().setLength(0);
    assertThat(evaluate(PREDICTION, truths, "--intervals", "--subset")).isZero();
    assertThat(out.toString()).containsPattern("mr-map +100.00  \\[100.00, 100.00\\]");
  }

  @Test
  void aStrictEvaluationRefusesARangeWithoutGroundTruth() throws IOException {
    refused(
        "strict: a ground-truth window must be middle (10 to 30 seconds), got none",
        PREDICTION,
        TRUTH,
        "--strict");
  }

  @Test
  void aQueryWithoutAPredictionCountsAsZeroUnlessStrictOrASubset() throws IOException {
    String two = TRUTH + TRUTH.replace("\"qid\": 1", "\"qid\": 2");
    refused("query 2 must be in the predictions", PREDICTION, two, "--strict");
    assertThat(evaluate(PREDICTION, two)).isZero();
    assertThat(err.toString()).contains("queries without a prediction, which count as 0: 1");
    assertThat(evaluate(PREDICTION, two, "--subset")).isZero();
  }

  @Test
  void aBrokenLineIsNamedWithItsFile() throws IOException {
    refused("p.jsonl:2: not JSON: ", PREDICTION + "{\n", TRUTH);
    refused("g.jsonl:1: query 1: duration is missing", PREDICTION, TRUTH.replace("duration", "d"));
  }

  @Test
  void filesThatAreNotThereAreNamed() throws IOException {
    Path none = folder.resolve("none.jsonl");
    Path truth = Files.writeString(folder.resolve("g.jsonl"), TRUTH);
    assertThat(execute(none, truth, result)).isEqualTo(2);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("error: --predictions must be a file that exists, got " + none);
    Path nowhere = folder.resolve("nowhere/out.json");
    assertThat(execute(truth, truth, nowhere)).isEqualTo(2);
    assertThat(err.toString()).contains("--out must be a file in a folder that exists, got");
  }

  @Test
  void anOptionThatIsMissingIsNamedWithTheUsage() {
    assertThat(
            Main.execute(new PrintWriter(out), new PrintWriter(err, true), "evaluate", "moments"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--predictions", "Usage: lamina evaluate moments");
  }

  private void refused(String message, String predictions, String truths, String... options)
      throws IOException {
    err.getBuffer().setLength(0);
    assertThat(evaluate(predictions, truths, options)).isEqualTo(2);
    assertThat(err.toString()).startsWith("error: ").contains(message).hasLineCount(1);
    assertThat(result).hasContent(BEFORE);
    assertThat(out.toString()).isEmpty();
    assertNothingElseIsLeft();
  }

  private void assertNothingElseIsLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("p.jsonl", "g.jsonl", "out.json");
    }
  }

  private int evaluate(String predictions, String truths, String... options) throws IOException {
    return execute(
        Files.writeString(folder.resolve("p.jsonl"), predictions),
        Files.writeString(folder.resolve("g.jsonl"), truths),
        result,
        options);
  }

  private int execute(Path predictions, Path truths, Path to, String... options) {
    List<String> line = new ArrayList<>(List.of("evaluate", "moments"));
    line.addAll(List.of("--predictions", predictions.toString()));
    line.addAll(List.of("--ground-truth", truths.toString(), "--out", to.toString()));
    line.addAll(List.of(options));
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), line.toArray(String[]::new));
  }
}
