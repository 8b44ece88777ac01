package lamina.metric.captions;

import static lamina.metric.captions.Given.corpus;
import static lamina.metric.captions.Given.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import lamina.config.ConfigException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The conversation with METEOR's program, held with a program of our own. */
class MeteorTest {
  @TempDir Path folder;
  private Path jar;

  @BeforeEach
  void aProgramThatAnswersIsPacked() throws IOException {
    jar = folder.resolve("meteor.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeMeteor.class.getName());
    String name = FakeMeteor.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        InputStream in = FakeMeteor.class.getResourceAsStream("/" + name)) {
      out.putNextEntry(new JarEntry(name));
      in.transferTo(out);
    }
  }

  @Test
  void eachItemIsScoredAndAllTogether() throws IOException {
    CaptionScore score =
        Meteor.of(corpus(item("a b", "x"), item("a", "x", "y", "z"), item("", "ü")), jar);
    assertThat(score.metric()).isEqualTo("METEOR");
    assertThat(score.items()).containsExactlyEntriesOf(items(0.5, 3, 1));
    assertThat(score.corpus()).as("what the program says of all").isEqualTo(3);
  }

  @Test
  void whatWouldBeTakenForASeparatorOrALineIsNotSaid() throws IOException {
    CaptionScore score = Meteor.of(corpus(item("a ||| b", "x"), item("a\nb\rc", "x\ny")), jar);
    assertThat(score.items()).containsExactlyEntriesOf(items(1 / 2.0, 1 / 3.0));
  }

  @Test
  void meteorStandsAfterBleuAndOnlyIfItsJarIsNamed() throws IOException {
    List<Captioned> items = corpus(item("a", "a"));
    assertThat(metrics(items, new CaptionEvaluation.Options(jar, List.of())))
        .containsExactly("Bleu_1", "Bleu_2", "Bleu_3", "Bleu_4", "METEOR", "ROUGE_L", "CIDEr");
    assertThat(metrics(items, new CaptionEvaluation.Options(null, List.of())))
        .doesNotContain("METEOR");
  }

  @Test
  void aProgramThatEndsOrSaysNoNumberIsNamedWithWhatItSaid() throws IOException {
    assertThatThrownBy(() -> Meteor.of(corpus(item("die", "x")), jar))
        .isInstanceOf(ConfigException.class)
        .hasMessage("--meteor-jar must answer every line, but " + jar + " has ended: cannot go on");
    String[] thirteen = Collections.nCopies(13, "x").toArray(String[]::new);
    assertThatThrownBy(() -> Meteor.of(corpus(item("a", thirteen)), jar))
        .isInstanceOf(ConfigException.class)
        .hasMessage("--meteor-jar must answer EVAL with finite numbers, got 'no number' of " + jar);
    Path noJar = Files.writeString(folder.resolve("no.jar"), "text");
    assertThatThrownBy(() -> Meteor.of(corpus(item("a", "x")), noJar))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(noJar + " has ended: Error: Invalid or corrupt jarfile");
  }

  @Test
  void aJarThatIsNotThereIsRefusedBeforeAnyWork() {
    Path nowhere = folder.resolve("nowhere.jar");
    assertThatThrownBy(() -> new CaptionEvaluation.Options(nowhere, List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("--meteor-jar must be a file that exists, got " + nowhere);
  }

  private static List<String> metrics(List<Captioned> items, CaptionEvaluation.Options options)
      throws IOException {
    return CaptionEvaluation.of(items, new NoTokenizer(), options).scores().stream()
        .map(CaptionScore::metric)
        .toList();
  }

  private static Map<String, Double> items(double... scores) {
    Map<String, Double> byId = new LinkedHashMap<>();
    for (double score : scores) {
      byId.put("" + byId.size(), score);
    }
    return byId;
  }
}
