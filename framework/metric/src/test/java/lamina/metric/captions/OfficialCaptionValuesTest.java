package lamina.metric.captions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lamina.config.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our numbers against those of the official code, in files beside the repository. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OfficialCaptionValuesTest {
  private static final double CLOSE = 1e-9;
  private static final CaptionEvaluation.Options NOTHING_ELSE =
      new CaptionEvaluation.Options(null, List.of());

  private final CaptionTokenizer ptb = CaptionTokenizer.of("ptb", Given.PTB_JAR);

  Stream<Path> cases() throws IOException {
    Path folder = fixtures().resolve("caption");
    assumeTrue(Files.isDirectory(folder), "no fixtures: " + folder + " (see LAMINA_FIXTURES)");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".json") && !file.endsWith("index.json"))
          .sorted()
          .toList()
          .stream();
    }
  }

  Stream<Path> rawCases() throws IOException {
    return cases().filter(file -> json(file).has("raw_refs"));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void everyScoreOfTokensIsTheOfficialOneOfTheCorpusAndOfEachItem(Path file) throws IOException {
    JsonNode gold = json(file);
    assertScores(evaluate(items(gold, "tok"), new NoTokenizer()), gold);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("rawCases")
  void everyTokenAndScoreOfRawTextIsTheOfficialOne(Path file) throws IOException {
    JsonNode gold = json(file);
    List<Captioned> raw = items(gold, "raw");
    assertThat(ptb.tokenizedItems(raw)).isEqualTo(items(gold, "tok"));
    assertScores(evaluate(raw, ptb), gold);
  }

  @Test
  void recallWithinNeighboursIsTheOneOfTheReference() {
    Path file = fixtures().resolve("misc/recall_within_neighbours.json");
    assumeTrue(Files.exists(file), "no fixtures: " + file + " (see LAMINA_FIXTURES)");
    int checked = 0;
    for (JsonNode gold : json(file).get("cases")) {
      JsonNode matrix = gold.get("similarity");
      List<Integer> places = IntStream.range(0, matrix.size()).boxed().toList();
      for (int i = 0; i < gold.get("topk").size(); i++) {
        Double recall =
            new RecallWithinNeighbours(gold.get("topk").get(i).intValue(), gold.get("N").intValue())
                .of(places, places, new Matrix(matrix))
                .recall();
        if (gold.get("expected").isNull()) {
          assertThat(recall).isNull();
        } else {
          assertThat(recall).isCloseTo(gold.get("expected").get(i).doubleValue(), within(CLOSE));
        }
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(5);
  }

  @Test
  void noSharedCaseIsOverlooked() throws IOException {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(10);
    assertThat(rawCases()).hasSizeGreaterThanOrEqualTo(3);
  }

  private static void assertScores(CaptionEvaluation evaluation, JsonNode gold) {
    Map<String, CaptionScore> scores = new LinkedHashMap<>();
    evaluation.scores().forEach(score -> scores.put(score.metric(), score));
    assertThat(scores.keySet()).containsExactlyElementsOf(gold.get("scores")::fieldNames);
    scores.forEach(
        (metric, score) -> {
          JsonNode expected = gold.get("scores").get(metric);
          assertThat(score.corpus())
              .as(metric)
              .isCloseTo(expected.get("corpus").doubleValue(), within(CLOSE));
          assertThat(score.items()).hasSize(gold.get("ids").size());
          for (int i = 0; i < gold.get("ids").size(); i++) {
            String id = gold.get("ids").get(i).textValue();
            assertThat(score.items().get(id))
                .as(metric + " of " + id)
                .isCloseTo(expected.get("items").get(i).doubleValue(), within(CLOSE));
          }
        });
  }

  private static CaptionEvaluation evaluate(List<Captioned> items, CaptionTokenizer tokenizer)
      throws IOException {
    return CaptionEvaluation.of(items, tokenizer, NOTHING_ELSE);
  }

  private static List<Captioned> items(JsonNode gold, String kind) {
    List<Captioned> items = new ArrayList<>();
    for (JsonNode id : gold.get("ids")) {
      List<String> references = new ArrayList<>();
      gold.get(kind + "_refs").get(id.textValue()).forEach(r -> references.add(r.textValue()));
      String candidate = gold.get(kind + "_hyps").get(id.textValue()).get(0).textValue();
      items.add(new Captioned(id.textValue(), references, candidate));
    }
    return items;
  }

  private static Path fixtures() {
    String named = System.getenv("LAMINA_FIXTURES");
    String root = Objects.requireNonNullElse(System.getenv("LAMINA_ROOT"), ".");
    return named != null ? Path.of(named) : Path.of(root, "../shared/fixtures");
  }

  private static JsonNode json(Path file) {
    try {
      return Json.parse(Files.readString(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private record Matrix(JsonNode values) implements Similarity<Integer> {
    @Override
    public String name() {
      return "matrix";
    }

    @Override
    public double between(Integer generated, Integer truth) {
      return values.get(generated).get(truth).doubleValue();
    }
  }
}
