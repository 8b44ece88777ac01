package lamina.metric.moments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import lamina.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentFilesTest {
  private static final String TRUTH =
      "{\"qid\":5,\"query\":\"a café\",\"duration\":150.5,\"vid\":\"v\",\"relevant_clip_ids\":[0,7],"
          + "\"saliency_scores\":[[1,2,3],[4,0,0]],\"relevant_windows\":[[34,36],[0.5,20]]}";
  private static final String PREDICTION =
      "{\"qid\":5,\"query\":\"a café\",\"vid\":\"v\",\"pred_relevant_windows\":[[34,36.25,0.9],[-1,2,1]],"
          + "\"pred_saliency_scores\":[1,-0.5,1.0E-7]}";

  @TempDir Path folder;

  @Test
  void aLineThatIsReadIsWrittenAsItWas() throws IOException {
    assertThat(readTruths(TRUTH)).map(GroundTruths::toLine).containsExactly(TRUTH);
    assertThat(readPredictions(PREDICTION)).map(Predictions::toLine).containsExactly(PREDICTION);
    String neither = "{\"qid\":5,\"query\":\"\",\"vid\":\"v\"}";
    assertThat(readPredictions(neither)).map(Predictions::toLine).containsExactly(neither);
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    for (int trial = 0; trial < 50; trial++) {
      long qid = random.nextLong();
      GroundTruth truth = Given.randomTruth(qid, random);
      Prediction prediction = Given.randomPrediction(qid, random);
      assertThat(readTruths(GroundTruths.toLine(truth))).containsExactly(truth);
      assertThat(readPredictions(Predictions.toLine(prediction))).containsExactly(prediction);
    }
  }

  @Test
  void integersAndOtherNumbersOtherFieldsAndTheLastLineEndAreAllTheSame() throws IOException {
    String other =
        TRUTH
            .replace("[0,7]", "[0.0,7.0]")
            .replace("[34,36]", "[34.0,3.6e1]")
            .replace("{\"qid\"", "{ \"new\": null, \"qid\"");
    assertThat(readTruths(other + "\r\n")).isEqualTo(readTruths(TRUTH));
    assertThat(readTruths(TRUTH + "\n" + TRUTH)).hasSize(2);
    assertThat(readTruths("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"qid\":5,      |                      | :1: qid is missing",
        "\"qid\":5       | \"qid\":5.5          | :1: qid must be an integer, got 5.5",
        "\"qid\":5       | \"qid\":\"5\"        | :1: qid must be an integer, got \"5\"",
        "\"query\"       | \"q\"                | :1: query 5: query is missing",
        "\"vid\":\"v\"   | \"vid\":1            | :1: query 5: vid must be a text, got 1",
        "150.5           | null                 | :1: query 5: duration must be a finite number, got null",
        "150.5           | -1                   | :1: query 5: duration must be at least 0, got -1.0",
        "relevant_clip   | clip                 | :1: query 5: relevant_clip_ids is missing",
        "saliency_scores | scores               | :1: query 5: saliency_scores is missing",
        "relevant_windows | windows             | :1: query 5: relevant_windows is missing",
        "[0,7]           | 7                    | :1: query 5: relevant_clip_ids must be a list, got 7",
        "[0,7]           | [0,1.5]              | :1: query 5: relevant_clip_ids must hold integers, got 1.5",
        "[0,7]           | [0]                  | :1: query 5: saliency_scores must be as many as relevant_clip_ids, 1, got 2",
        "[1,2,3]         | [1,2]                | :1: query 5: saliency_scores must hold lists of 3 integers, got [1, 2]",
        "[1,2,3]         | [1,2,2.5]            | :1: query 5: saliency_scores must hold lists of integers, got [1,2,2.5]",
        "[1,2,3]         | 3                    | :1: query 5: saliency_scores must hold lists of integers, got 3",
        "[34,36]         | [34]                 | :1: query 5: relevant_windows must hold windows of 2 finite numbers (start, end), got [34]",
        "[34,36]         | [34,1e999]           | :1: query 5: relevant_windows must hold windows of 2 finite numbers (start, end), got [34,\"Infinity\"]",
      })
  void aBrokenAnnotationIsNamed(String what, String by, String message) {
    String broken = TRUTH.replace(what, by == null ? "" : by);
    refused(message, () -> readTruths(broken));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"qid\":5,    |                     | :1: qid is missing",
        "\"query\"     | \"q\"               | :1: query 5: query is missing",
        "\"vid\"       | \"v\"               | :1: query 5: vid is missing",
        "[34,36.25,0.9] | [34,36.25]         | :1: query 5: pred_relevant_windows must hold windows of 3 finite numbers (start, end, score), got [34,36.25]",
        "[34,36.25,0.9] | [34,36.25,\"0.9\"] | :1: query 5: pred_relevant_windows must hold windows of 3 finite numbers (start, end, score), got [34,36.25,\"0.9\"]",
        "[34,36.25,0.9] | 34                 | :1: query 5: pred_relevant_windows must hold windows of 3 finite numbers (start, end, score), got 34",
        "[1,-0.5,1.0E-7] | null              | :1: query 5: pred_saliency_scores must be a list, got null",
        "[1,-0.5,1.0E-7] | [1,true]          | :1: query 5: pred_saliency_scores must hold finite numbers, got true",
      })
  void aBrokenPredictionIsNamed(String what, String by, String message) {
    String broken = PREDICTION.replace(what, by == null ? "" : by);
    refused(message, () -> readPredictions(broken));
  }

  @Test
  void aLineThatIsNotAnObjectIsNamed() throws IOException {
    refused(":2: not JSON: ", () -> readPredictions(PREDICTION + "\n{\"qid\": 5,\n"));
    refused(":2: a line must be a JSON object", () -> readPredictions(PREDICTION + "\n\n"));
    refused(":1: a line must be a JSON object", () -> readTruths("[1]"));
    refused(":1: not JSON: ", () -> readPredictions(PREDICTION.replace("0.9", "NaN")));
    refused(":1: not JSON: ", () -> readPredictions(PREDICTION + PREDICTION));
    byte[] latin = (TRUTH + "\n").getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(folder.resolve("latin.jsonl"), latin);
    refused("latin.jsonl:1: not UTF-8", () -> GroundTruths.read(file));
    Path none = folder.resolve("none.jsonl");
    refused("a file must exist, got " + none, () -> Predictions.read(none));
  }

  @Test
  void aLongValueIsCutInTheMessage() {
    String many =
        List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10).stream()
            .map(i -> i + ".123456")
            .collect(Collectors.joining(",", "[", "]"));
    refused(
        "(start, end), got [1.123456,2.123456,3.123456,4.123456,5.123456,6.123456,7.123 ...",
        () -> readTruths(TRUTH.replace("[34,36]", many)));
  }

  @Test
  void aNumberThatIsNotFiniteIsNotWritten() {
    assertThatThrownBy(() -> Predictions.toLine(Given.saliency(3, Double.NaN)))
        .isInstanceOf(ConfigException.class)
        .hasMessage("query 3: pred_saliency_scores must hold finite numbers, got NaN");
    assertThatThrownBy(() -> GroundTruths.toLine(Given.truth(3, Double.NaN)))
        .isInstanceOf(ConfigException.class)
        .hasMessage("query 3: duration must be at least 0, got NaN");
    assertThat(Predictions.toLine(Given.saliency(3, -0.0, 1e300))).contains("[-0.0,1.0E300]");
  }

  private static void refused(
      String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
    assertThatThrownBy(reading).isInstanceOf(ConfigException.class).hasMessageContaining(message);
  }

  private List<GroundTruth> readTruths(String text) throws IOException {
    return GroundTruths.read(Files.writeString(folder.resolve("g.jsonl"), text));
  }

  private List<Prediction> readPredictions(String text) throws IOException {
    return Predictions.read(Files.writeString(folder.resolve("p.jsonl"), text));
  }
}
