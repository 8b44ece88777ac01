package lamina.metric.captions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import lamina.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionTokenizersTest {
  private static final List<String> HARD =
      List.of(
          "It takes 2 1/2 cups of flour.",
          "Call (555) 123-4567 now!",
          "He paid £5 or €6 -- or 7% etc.",
          "A man in the U.S.",
          "The next one begins.",
          "",
          "   ",
          "\"Quoted,\" 'single' ``latex''; semi: colon… done... ok.. no!",
          "日本語 text here",
          "<b>tag</b> &amp; a/b c-d e_f",
          "don't won't ain't y'all 'tis 'twas 90's rock 'n' roll",
          "İstanbul STRASSE Σίσυφος",
          "Ph.D. vs. Mr. Smith Jr.",
          "*NL* star",
          ":) ;-) <3");

  @TempDir Path folder;

  @Test
  void ptbMakesTheTokensThatItsOwnCommandPrintsWithoutPunctuation() throws Exception {
    Path in = Files.writeString(folder.resolve("in.txt"), String.join("\n", HARD));
    Path out = folder.resolve("out.txt");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String main = "edu.stanford.nlp.process.PTBTokenizer";
    Process process =
        new ProcessBuilder(
                java,
                "-cp",
                Given.PTB_JAR.toString(),
                main,
                "-preserveLines",
                "-lowerCase",
                "" + in)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
    Set<String> punctuation =
        Set.of("''", "'", "``", "`", ".", "?", "!", ",", ":", "-", "--", "...", ";");
    List<String> printed =
        Files.readString(out, StandardCharsets.UTF_8)
            .lines()
            .map(
                line ->
                    Arrays.stream(line.split(" "))
                        .filter(word -> !punctuation.contains(word))
                        .collect(Collectors.joining(" ")))
            .toList();
    assertThat(printed).hasSameSizeAs(HARD);
    assertThat(ptb().tokenized(HARD)).isEqualTo(printed);
  }

  @Test
  void ptbKeepsWhatTheOfficialWrapperKeeps() {
    assertThat(ptb().tokenized(List.of("It takes 2 1/2 cups (or so) !!! £5.")))
        .containsExactly("it takes 2\u00a01/2 cups -lrb- or so -rrb- !!! # 5");
  }

  @Test
  void aCaptionOfSeveralLinesStaysOneCaption() {
    List<String> lines = List.of("a\nb\r\nc", "d\u2028e\u2029f\u0085g\u000bh\fi", "", "j");
    assertThat(ptb().tokenized(lines)).containsExactly("a b c", "d e f g h i", "", "j");
    assertThat(ptb().tokenized(List.of("\n"))).containsExactly("");
  }

  @Test
  void coreNlpIsNotOnTheClassPath() {
    assertThatThrownBy(() -> Class.forName("edu.stanford.nlp.process.PTBTokenizer"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThat(System.getProperty("java.class.path").split(File.pathSeparator))
        .noneMatch(entry -> entry.contains("corenlp"));
  }

  @Test
  void aJarThatIsMissingOrAnotherIsRefusedWithWhatToFetch() throws IOException {
    String fetch =
        "; fetch it with: mvn dependency:copy -Dartifact=edu.stanford.nlp:stanford-corenlp:3.4.1"
            + " -DoutputDirectory=.";
    assertThatThrownBy(() -> CaptionTokenizer.of("ptb", null))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "--ptb-jar must be the jar of edu.stanford.nlp:stanford-corenlp:3.4.1, got none"
                + fetch);
    assertThatThrownBy(() -> CaptionTokenizer.of("ptb", Path.of("nowhere.jar")))
        .hasMessageEndingWith("got nowhere.jar" + fetch);
    Path other = Files.writeString(folder.resolve("other.jar"), "of another version");
    assertThatThrownBy(() -> CaptionTokenizer.of("ptb", other))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("--ptb-jar must be edu.stanford.nlp:stanford-corenlp:3.4.1 (SHA")
        .hasMessageContaining("got " + other)
        .hasMessageEndingWith(fetch);
  }

  @Test
  void aTokenizerIsOneOfThreeAndOnlyPtbHasAJar() {
    for (String name : List.of("plain", "none")) {
      assertThat(CaptionTokenizer.of(name, null).name()).isEqualTo(name);
      assertThatThrownBy(() -> CaptionTokenizer.of(name, Given.PTB_JAR))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("--tokenizer ptb only, got " + Given.PTB_JAR + " for " + name);
    }
    assertThat(ptb().name()).isEqualTo("ptb");
    assertThatThrownBy(() -> CaptionTokenizer.of("PTB", null))
        .isInstanceOf(ConfigException.class)
        .hasMessage("--tokenizer must be one of ptb, plain, none, got 'PTB'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "He's 3.5 m tall!           | he's 3 5 m tall",
        "A state-of-the-art TV -- x | a state-of-the-art tv x",
        "'quoted' -dash- it’s       | quoted dash it's",
        "(Café, über) 2nd_place ☺   | café über 2nd place",
        "a -'b'- c                  | a b c",
        "\" ... \"                  | \"\"",
        "\"\"                       | \"\"",
        "tabs\tand\u00a0spaces      | tabs and spaces",
      })
  void plainKeepsLettersDigitsAndWhatIsInsideWords(String caption, String expected) {
    List<String> once = new PlainTokenizer().tokenized(List.of(caption));
    assertThat(once).containsExactly(expected);
    assertThat(new PlainTokenizer().tokenized(once)).isEqualTo(once);
  }

  @Test
  void aLongRunOfSeparatorsIsNoTroubleForPlain() {
    assertThat(new PlainTokenizer().tokenized(List.of("a" + " !".repeat(50_000) + "b")))
        .containsExactly("a b");
  }

  @Test
  void noneLeavesEverythingAsItIs() {
    List<String> captions = List.of("A  b.\n", "", "ü");
    assertThat(new NoTokenizer().tokenized(captions)).isEqualTo(captions);
  }

  private static CaptionTokenizer ptb() {
    return CaptionTokenizer.of("ptb", Given.PTB_JAR);
  }
}
