package lamina.data.qvhighlights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import lamina.config.QvFeatures;
import lamina.config.QvHighlights;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.data.Split;
import lamina.metric.moments.GroundTruth;
import lamina.metric.moments.GroundTruths;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is checked when a split is opened, before any training. */
class QvHighlightsFilesTest extends QvHighlightsFolder {
  @Test
  void missingFilesAreCountedOnceAVideo() throws IOException {
    validation(line(1, 2, "v"), line(2, 2, "v"), line(3, 2, "w"));
    clip("w", row(512, 1));
    text(2, row(TEXT, 1));
    assertThatThrownBy(() -> open(BOTH, Split.VALIDATION))
        .isInstanceOf(DataException.class)
        .hasMessage(
            root.resolve("slowfast_features").resolve("v.npz")
                + " is missing, in all 5 of 7 feature files (1 in clip_features,"
                + " 2 in clip_text_features, 2 in slowfast_features): put them into "
                + root
                + "; docs/qvhighlights.md says where they come from");
  }

  @Test
  void eachSplitHasAFileOfItsOwn() throws IOException {
    annotations("highlight_train_release.jsonl", line(1, 2, "v"));
    annotations("highlight_test_with_gt.jsonl", line(2, 2, "v"), line(3, 2, "v"));
    clip("v", row(512, 1));
    IntStream.rangeClosed(1, 3).forEach(qid -> text(qid, row(TEXT, 1)));
    assertThat(open(CLIP, Split.TRAIN).truth(0).qid()).isEqualTo(1);
    assertThat(open(CLIP, Split.TEST).size()).isEqualTo(2);
    assertThatThrownBy(() -> open(CLIP, Split.VALIDATION))
        .isInstanceOf(DataException.class)
        .hasMessage(
            root.resolve("highlight_val_release.jsonl")
                + " is missing: put QVHighlights' annotations into "
                + root
                + "; docs/qvhighlights.md says where they come from");
  }

  @Test
  void onlyTheFirstQueriesAndTheirFilesAreNeeded() throws IOException {
    validation(line(1, 2, "v"), line(1, 2, "w"));
    clip("v", row(512, 1));
    text(1, row(TEXT, 1));
    QvHighlightsSplit split = open(new QvHighlights(QvFeatures.CLIP, 1), Split.VALIDATION);
    assertThat(split.size()).isEqualTo(1);
  }

  @Test
  void annotationsThatBreakARuleAreRefusedWhenOpened() throws IOException {
    Path file = validation(line(1, 2, "v"), line(1, 2, "w"));
    assertThatThrownBy(() -> open(CLIP, Split.VALIDATION))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ", qid 1: qid must be there once, got 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'{\"qid\": 1,'                       | not JSON",
        "'\"qid\": 1,'                        | qid",
        "[[1, 2, 4]]                          | saliency_scores must be as many as",
        "'1, 2, 4'                            | saliency_scores must hold lists of 3 integers",
      })
  void aLineThatIsNoAnnotationIsAnErrorInTheData(String part, String message) throws IOException {
    String whole = line(1, 2, "v");
    Path file = validation(whole, whole.replace(part, part.startsWith("[") ? "[]" : ""));
    assertThatThrownBy(() -> open(CLIP, Split.VALIDATION))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ":2")
        .hasMessageContaining(message);
  }

  @Test
  void sourcesAreTheChecksumsOfTheAnnotationsThatAreThere() throws IOException {
    validation("abc");
    assertThat(QvHighlightsSplit.sources(new DataFolder(home)))
        .containsOnlyKeys("highlight_val_release.jsonl")
        .containsValue("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void theOfficialValidationAnnotationsKeepEveryRule() throws IOException {
    String repository = Objects.requireNonNullElse(System.getenv("LAMINA_ROOT"), "../..");
    Path file =
        Path.of(repository, "../shared/data/qvhighlights/highlight_val_release.jsonl").normalize();
    Assumptions.assumeTrue(Files.exists(file), "the official annotations are not here");
    List<GroundTruth> truths = GroundTruths.read(file);
    assertThat(truths).hasSize(1550);
    new AnnotationRules(file, true).check(truths);
  }
}
