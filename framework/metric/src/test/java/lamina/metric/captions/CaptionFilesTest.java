package lamina.metric.captions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lamina.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionFilesTest {
  private static final String REFERENCES = "{\"b\": [\"One.\", \"\"], \"a\": [\"Zwölf\"]}";
  private static final String CANDIDATES = "{\"a\": [\"\"], \"b\": [\"x\"]}";

  @TempDir Path folder;

  @Test
  void itemsAreInTheOrderOfTheReferencesAndMayBeEmpty() throws IOException {
    assertThat(read(REFERENCES, CANDIDATES))
        .containsExactly(
            new Captioned("b", List.of("One.", ""), "x"), new Captioned("a", List.of("Zwölf"), ""));
  }

  @Test
  void idsThatAreInOneFileOnlyAreNamed() {
    refused("c.json: ids must be those of r.json, got none of 'b'", REFERENCES, "{\"a\": [\"\"]}");
    refused(
        "c.json: ids must be those of r.json, got none of 'a', 'b', and unknown 'x'",
        "{\"a\": [\"\"], \"b\": [\"\"]}",
        "{\"x\": [\"\"]}");
    refused(
        "c.json: ids must be those of r.json, got unknown '0', '1', '2', '3', '4' and 2 more",
        "{\"a\": [\"\"]}",
        "{\"a\":[\"\"],\"0\":[\"\"],\"1\":[\"\"],\"2\":[\"\"],\"3\":[\"\"],\"4\":[\"\"],\"5\":[\"\"],"
            + "\"6\":[\"\"]}");
  }

  @Test
  void anIdThatIsThereTwiceIsRefusedAndNotReplaced() {
    refused(
        "r.json: id 'a' must be there once, got it twice",
        "{\"a\": [\"x\"], \"b\": [\"x\"], \"a\": [\"y\"]}",
        CANDIDATES);
  }

  @Test
  void anItemHasReferencesAndOneCandidateAndAllAreTexts() {
    refused(
        "r.json: id 'b' must hold at least 1 reference, got []",
        REFERENCES.replace("\"One.\", \"\"", ""),
        CANDIDATES);
    refused(
        "c.json: id 'b' must hold 1 candidate, got []",
        REFERENCES,
        CANDIDATES.replace("\"x\"", ""));
    refused(
        "c.json: id 'b' must hold 1 candidate, got [\"x\",\"y\"]",
        REFERENCES,
        CANDIDATES.replace("\"x\"", "\"x\", \"y\""));
    refused(
        "r.json: id 'a' must hold texts, got 12",
        REFERENCES.replace("\"Zwölf\"", "12"),
        CANDIDATES);
    refused(
        "r.json: id 'a' must hold texts, got null",
        REFERENCES.replace("\"Zwölf\"", "null"),
        CANDIDATES);
    refused(
        "r.json: id 'a' must be a list of texts, got \"Zwölf\"",
        REFERENCES.replace("[\"Zwölf\"]", "\"Zwölf\""),
        CANDIDATES);
    refused(
        "r.json: id 'a' must hold texts, got {\"caption\":\"" + "x".repeat(48) + " ...",
        "{\"a\": [{\"caption\": \"" + "x".repeat(100) + "\"}]}",
        CANDIDATES);
  }

  @Test
  void aFileIsOneObjectInUtf8() throws IOException {
    refused("r.json: must be a JSON object of lists of texts", "[]", CANDIDATES);
    refused("r.json: must be a JSON object of lists of texts", "", CANDIDATES);
    refused("r.json: must hold at least 1 id, got none", "{}", CANDIDATES);
    refused("c.json: must be one JSON object, got more after it", REFERENCES, CANDIDATES + "{}");
    refused("c.json:2: not JSON: Unexpected", REFERENCES, "{\"a\": [\"\"],\n \"b\": [\"x\", }");
    refused("c.json:1: not JSON: Unexpected end-of-input", REFERENCES, "{\"a\": [\"\"");
    Path latin = folder.resolve("r.json");
    Path candidates = Files.writeString(folder.resolve("c.json"), CANDIDATES);
    Files.write(latin, REFERENCES.getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> CaptionFiles.read(latin, candidates))
        .isInstanceOf(ConfigException.class)
        .hasMessage(latin + ": must be UTF-8, got other bytes");
  }

  private void refused(String message, String references, String candidates) {
    assertThatThrownBy(() -> read(references, candidates))
        .isInstanceOf(ConfigException.class)
        .satisfies(e -> assertThat(e.getMessage().replace(folder + "/", "")).startsWith(message));
  }

  private List<Captioned> read(String references, String candidates) throws IOException {
    return CaptionFiles.read(
        Files.writeString(folder.resolve("r.json"), references),
        Files.writeString(folder.resolve("c.json"), candidates));
  }
}
