package lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

class EvaluateCaptionsTest {
  private static final String REFERENCES =
      "{\"7\": [\"A man isn't here.\"], \"3\": [\"Two dogs play on the beach\"]}";
  private static final String CANDIDATES =
      "{\"3\": [\"two dogs play on the beach!\"], \"7\": [\"a woman is here\"]}";
  private static final String BEFORE = "what was there before";
  private static final Path PTB_JAR =
      Path.of(
          System.getenv("LAMINA_ROOT"), "framework/metric/target/ptb/stanford-corenlp-3.4.1.jar");

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path result;

  @BeforeEach
  void somethingIsThereAlready() throws IOException {
    result = Files.writeString(folder.resolve("out.json"), BEFORE);
  }

  @Test
  void everyMetricIsWrittenForAllAndForEachAndPrintedWithTheTokenizer() throws IOException {
    JsonNode json = evaluated("plain", "--recall", "1/2,1/4");
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "Bleu_1",
            "Bleu_2",
            "Bleu_3",
            "Bleu_4",
            "ROUGE_L",
            "CIDEr",
            "R@1/2 by 1-gram F1",
            "R@1/4 by 1-gram F1");
    for (JsonNode metric : json) {
      assertThat(metric.fieldNames()).toIterable().containsExactly("tokenizer", "corpus", "items");
      assertThat(metric.get("tokenizer").textValue()).isEqualTo("plain");
      assertThat(metric.get("items").fieldNames()).toIterable().containsExactly("7", "3");
    }
    assertThat(json.at("/CIDEr/items/3").doubleValue()).isCloseTo(10, within(1e-12));
    assertThat(json.get("R@1/2 by 1-gram F1").get("corpus").doubleValue()).isEqualTo(1);
    assertThat(json.get("R@1/4 by 1-gram F1").get("corpus").isNull()).isTrue();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines.stream().map(String::length).distinct()).as("aligned").hasSize(1);
    assertThat(lines.stream().map(line -> line.replaceAll(" +", " ")).toList())
        .startsWith("tokenizer plain", "Bleu_1 0.8000")
        .endsWith("R@1/2 by 1-gram F1 1.0000", "R@1/4 by 1-gram F1 -")
        .hasSize(1 + json.size());
    assertThat(err.toString()).isEmpty();
    assertNothingElseIsLeft();
  }

  @Test
  void theTokenizerDecidesWhatIsTheSameWord() throws IOException {
    double[] bleu = {
      evaluated("none").at("/Bleu_1/corpus").doubleValue(),
      evaluated("plain").at("/Bleu_1/corpus").doubleValue(),
      evaluated("ptb", "--ptb-jar", PTB_JAR.toString()).at("/Bleu_1/corpus").doubleValue(),
    };
    assertThat(bleu[0]).as("play on the").isCloseTo(4 / 10.0, within(1e-9));
    assertThat(bleu[1]).as("two dogs play on the beach; a, here").isCloseTo(8 / 10.0, within(1e-9));
    assertThat(bleu[2])
        .as("two dogs play on the beach; a, is, here; is n't is two words")
        .isCloseTo(9 / 10.0 * Math.exp(1 - 11 / 10.0), within(1e-9));
    assertThat(out.toString()).containsPattern("tokenizer +ptb\n");
  }

  @Test
  void ptbWithoutItsJarSaysWhatToFetchAndIsNotReplacedByAnother() throws IOException {
    refused(
        " got none; fetch it with: mvn dependency:copy -Dartifact=edu.stanford.nlp:stanford-corenlp:3.4.1",
        CANDIDATES,
        "ptb");
    refused("--tokenizer must be one of ptb, plain, none, got 'treebank'", CANDIDATES, "treebank");
  }

  @Test
  void whatIsBrokenInAFileIsNamedWithItsId() throws IOException {
    String one = "{\"3\": [\"two dogs\"]}";
    refused("c.json: ids must be those of ", one, "none");
    refused("r.json, got none of '7'", one, "none");
    refused(
        "c.json: id '7' must hold texts, got 4", CANDIDATES.replaceAll("\"a .*\"", "4"), "none");
    refused("c.json:1: not JSON: ", CANDIDATES.replace("}", "]"), "none");
  }

  @Test
  void recallNeedsOneReferenceAnId() throws IOException {
    String several = REFERENCES.replace("here.\"", "here.\", \"None is.\"");
    refusedOf(
        "--recall: id '7' must have 1 reference, got 2",
        several,
        CANDIDATES,
        "none",
        "--recall",
        "1/2");
  }

  @Test
  void optionsAreCheckedBeforeFilesAreRead() throws IOException {
    refused(
        "--recall must be written k/N, for example 5/16, got 5",
        "no JSON",
        "none",
        "--recall",
        "5");
    refused(
        "--meteor-jar must be a file that exists, got nowhere.jar",
        "no JSON",
        "none",
        "--meteor-jar",
        "nowhere.jar");
    Path none = folder.resolve("none.json");
    assertThat(execute(none, none, result, "none")).isEqualTo(2);
    assertThat(err.toString()).contains("--references must be a file that exists, got " + none);
  }

  private JsonNode evaluated(String tokenizer, String... options) throws IOException {
    assertThat(evaluate(REFERENCES, CANDIDATES, tokenizer, options)).as(err.toString()).isZero();
    return Json.parse(Files.readString(result));
  }

  private void refused(String message, String candidates, String tokenizer, String... options)
      throws IOException {
    refusedOf(message, REFERENCES, candidates, tokenizer, options);
  }

  private void refusedOf(
      String message, String references, String candidates, String tokenizer, String... options)
      throws IOException {
    err.getBuffer().setLength(0);
    assertThat(evaluate(references, candidates, tokenizer, options)).isEqualTo(2);
    assertThat(err.toString()).startsWith("error: ").contains(message).hasLineCount(1);
    assertThat(result).hasContent(BEFORE);
    assertThat(out.toString()).isEmpty();
    assertNothingElseIsLeft();
  }

  private void assertNothingElseIsLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("r.json", "c.json", "out.json");
    }
  }

  private int evaluate(String references, String candidates, String tokenizer, String... options)
      throws IOException {
    return execute(
        Files.writeString(folder.resolve("r.json"), references),
        Files.writeString(folder.resolve("c.json"), candidates),
        result,
        tokenizer,
        options);
  }

  private int execute(
      Path references, Path candidates, Path to, String tokenizer, String... options) {
    List<String> line = new ArrayList<>(List.of("evaluate", "captions"));
    line.addAll(List.of("--references", "" + references, "--candidates", "" + candidates));
    line.addAll(List.of("--tokenizer", tokenizer, "--out", "" + to));
    line.addAll(List.of(options));
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), line.toArray(String[]::new));
  }
}
