package lamina.results.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lamina.config.ConfigException;
import lamina.config.Json;
import lamina.config.border.ExampleSelection;
import lamina.config.border.Outcome;
import lamina.metric.captions.CaptionEvaluation;
import lamina.metric.captions.CaptionFiles;
import lamina.metric.captions.PlainTokenizer;
import lamina.results.MadeUp;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {
  private static final Samples.Choice ALL = new Samples.Choice(null, List.of(), null);

  @TempDir Path temporary;
  private CaptionedRuns runs;

  @BeforeEach
  void fillStore() throws IOException {
    runs = CaptionedRuns.in(temporary);
    runs.say(0, 0, "a cat 0", "a dog", "it is 2");
    runs.say(1, 0, "", "a\n cat 1", "no");
  }

  private Samples of(Samples.Choice choice) throws IOException {
    return Samples.of(runs.sweep(), runs.store(), choice);
  }

  private void refused(String message, Samples.Choice choice) {
    assertThatThrownBy(() -> of(choice)).isInstanceOf(ConfigException.class).hasMessage(message);
  }

  @Test
  void everyVariantSaysSomethingOfEveryVideo() throws IOException {
    Samples samples = of(ALL);
    assertThat(samples.seed()).isZero();
    assertThat(samples.testVideos()).isEqualTo(3);
    Samples.Video second = samples.shown().get(1);
    assertThat(second.id()).isEqualTo("video-1");
    assertThat(second.references()).containsExactly("a cat 1", "it is 1");
    assertThat(second.captions())
        .extracting(Samples.Caption::variant, Samples.Caption::text)
        .containsExactly(tuple("no mask", "a dog"), tuple("add, depth 2", "a\n cat 1"));
    assertThat(samples.without())
        .containsExactly(new Samples.Without("add | depth 4", "not finished"));
  }

  @Test
  void theScoreOfACaptionIsThatOfTheEvaluationOfAllTestVideos() throws IOException {
    CaptionEvaluation evaluation =
        CaptionEvaluation.of(
            CaptionFiles.read(
                runs.folder(0, 0).predicted("references.json"),
                runs.folder(0, 0).predicted("captions.json")),
            new PlainTokenizer(),
            new CaptionEvaluation.Options(null, List.of()));
    Map<String, Double> expected =
        evaluation.scores().stream()
            .filter(score -> score.metric().equals("CIDEr"))
            .findFirst()
            .orElseThrow()
            .items();
    Samples one = of(new Samples.Choice(0L, List.of("no mask"), new ExampleSelection("2")));
    assertThat(one.tokenizer()).isEqualTo("plain");
    assertThat(one.shown()).hasSize(1);
    Double score = one.shown().get(0).captions().get(0).ciderD();
    assertThat(score).isEqualTo(expected.get("video-2")).isGreaterThan(1);
    assertThat(of(ALL).shown().get(1).captions().get(0).ciderD())
        .isCloseTo(expected.get("video-1"), within(0.0));
  }

  @Test
  void oneTestVideoHasNoScore() throws IOException {
    runs.say(0, 7, "a cat 0");
    Samples one = of(new Samples.Choice(7L, List.of(), null));
    assertThat(one.shown().get(0).captions().get(0).ciderD()).isNull();
    assertThat(SamplesFormat.TEXT.render(one))
        .contains("CIDEr-D is not defined where there is but one test video.");
    assertThat(SamplesFormat.MARKDOWN.render(one)).contains("| no mask |  | a cat 0 |\n");
    assertThat(Json.parse(SamplesFormat.JSON.render(one)).at("/shown/0/captions/0/ciderD").isNull())
        .isTrue();
  }

  @Test
  void sixVideosAreSpreadEvenlyUnlessSomeAreChosen() throws IOException {
    String[] captions = IntStream.range(0, 60).mapToObj(i -> "caption " + i).toArray(String[]::new);
    runs.say(0, 7, captions);
    assertThat(of(new Samples.Choice(7L, List.of(), null)).shown())
        .extracting(Samples.Video::index)
        .containsExactly(5, 15, 25, 35, 45, 55);
    assertThat(of(ALL).shown()).extracting(Samples.Video::index).containsExactly(0, 1, 2);
    assertThat(of(new Samples.Choice(7L, List.of(), new ExampleSelection("58-59,3"))).shown())
        .extracting(Samples.Video::id)
        .containsExactly("video-3", "video-58", "video-59");
  }

  @Test
  void whatIsNotThereIsRefused() throws IOException {
    refused(
        "variant must be one of [no mask, add, depth 2, add | depth 4], got 'x'",
        new Samples.Choice(null, List.of("no mask", "x"), null));
    refused("seed must be one of [0, 7], got 1", new Samples.Choice(1L, List.of(), null));
    refused(
        "example must be from 0 to 2, got 3",
        new Samples.Choice(null, List.of(), new ExampleSelection("1-3")));
    refused(
        "samples must have a variant with a result under seed 7, got none of [no mask]",
        new Samples.Choice(7L, List.of("no mask"), null));
    Files.delete(runs.folder(1, 0).predicted("captions.json"));
    refused(
        runs.folder(1, 0).predicted("captions.json")
            + " must be there, as of every completed run of captioning, got no file",
        ALL);
  }

  @Test
  void aSweepOfAnotherTaskIsRefused() throws IOException {
    MadeUp made = MadeUp.in(temporary);
    assertThatThrownBy(() -> Samples.of(made.sweep(), made.store(), ALL))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "task must be captioning to have samples, got classification of variant 'no mask'");
  }

  @Test
  void variantsWithOtherReferencesAreRefused() throws IOException {
    runs.say(1, 7, "a", "b");
    runs.say(2, 7, Map.of("video-0", List.of("another")), "a");
    refused(
        "variants must have the same test videos and references, 'add, depth 2' and"
            + " 'add | depth 4' have not",
        new Samples.Choice(7L, List.of(), null));
  }

  @Test
  void aTerminalShowsABlockAVideo() throws IOException {
    runs.end(2, 0, new Outcome.Failed(Outcome.Failure.DIVERGED, "loss is NaN", List.of()));
    String text = SamplesFormat.TEXT.render(of(ALL));
    assertThat(text)
        .startsWith("told: captions of 3 of 3 test videos, seed 0\n\ntest video 0: video-0\n")
        .contains("\n  reference              it is 0\n                CIDEr-D\n")
        .containsPattern("\n  no mask          \\d\\.\\d\\d  a cat 0\n")
        .contains("\n  add, depth 2     0.00  (no words)\n")
        .containsPattern("\n  add, depth 2     \\d\\.\\d\\d  a cat 1\n")
        .contains("word frequencies of all 3 test videos, plain tokenizer.\n")
        .endsWith("No captions of 'add | depth 4' under seed 0: failed, diverged: loss is NaN.\n");
  }

  @Test
  void aLongCaptionGoesOnBelowItsFirstWord() throws IOException {
    runs.say(0, 7, "word ".repeat(30));
    assertThat(SamplesFormat.TEXT.render(of(new Samples.Choice(7L, List.of(), null))).lines())
        .allMatch(line -> line.length() <= 100 || !line.contains("word"))
        .anyMatch(line -> line.matches(" {22}word( word)+"));
  }

  @Test
  void markdownAndHtmlEscapeWhatTheyHold() throws IOException {
    runs.say(2, 0, "<b> | c", "a", "b");
    Samples.Choice choice = new Samples.Choice(null, List.of("add | depth 4"), null);
    assertThat(SamplesFormat.MARKDOWN.render(of(choice)))
        .contains("### Test video 0: video-0\n\n- a cat 0\n- it is 0\n\n| variant |")
        .contains("| add \\| depth 4 | 0.00 | <b> \\| c |\n");
    assertThat(SamplesFormat.HTML.render(of(choice)))
        .contains("colspan=\"3\" class=\"video\">0: video-0</th>", "&lt;b&gt; | c</td>")
        .doesNotContain("<b> |");
  }

  @Test
  void jsonHasEverythingInFullPrecision() throws IOException {
    JsonNode json = Json.parse(SamplesFormat.JSON.render(of(ALL)));
    assertThat(json.at("/shown/2/references/1").asText()).isEqualTo("it is 2");
    JsonNode caption = json.at("/shown/2/captions/0");
    assertThat(caption.path("text").asText()).isEqualTo("it is 2");
    assertThat(caption.path("ciderD").doubleValue())
        .isEqualTo(of(ALL).shown().get(2).captions().get(0).ciderD());
    assertThat(json.at("/without/0/variant").asText()).isEqualTo("add | depth 4");
  }
}
