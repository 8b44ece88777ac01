package lamina.task.captioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import lamina.data.captions.References;
import lamina.metric.captions.CaptionEvaluation;
import lamina.metric.captions.CaptionFiles;
import lamina.metric.captions.CaptionScore;
import lamina.metric.captions.PlainTokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
  private static final List<String> GARMENTS =
      List.of("coat", "bag", "shirt", "sandal", "boot", "dress", "trousers", "sneaker");

  @TempDir Path temporary;

  private static Metrics given(boolean recalls) {
    Metrics metrics = new Metrics(recalls);
    metrics.read(new float[] {1, 2, 6});
    metrics.add(new References("a", List.of("a coat is shown", "we see a coat")), "a coat is seen");
    metrics.read(new float[] {3});
    metrics.add(new References("b", List.of("French is spoken")), "Russian is spoken!");
    metrics.add(new References("c", List.of("then a bag")), "");
    return metrics;
  }

  @Test
  void metricsAreNamedAfterTheirTokenizer() {
    assertThat(given(true).values())
        .containsOnlyKeys(
            "loss",
            "bleu-1-plain",
            "bleu-2-plain",
            "bleu-3-plain",
            "bleu-4-plain",
            "cider-plain",
            "rouge-l-plain")
        .containsEntry("loss", 3.0);
  }

  @Test
  void theFilesAreEvaluatedToTheSameNumbersByTheCommandsReader() throws IOException {
    Metrics metrics = given(false);
    Map<String, String> files = metrics.files();
    assertThat(files).containsOnlyKeys("captions.json", "references.json");
    Path references = temporary.resolve("references.json");
    Path captions = temporary.resolve("captions.json");
    Files.writeString(references, files.get("references.json"));
    Files.writeString(captions, files.get("captions.json"));
    CaptionEvaluation evaluation =
        CaptionEvaluation.of(
            CaptionFiles.read(references, captions),
            new PlainTokenizer(),
            new CaptionEvaluation.Options(null, List.of()));
    assertThat(evaluation.scores()).hasSize(6);
    for (CaptionScore score : evaluation.scores()) {
      String name = score.metric().toLowerCase(Locale.ROOT).replace('_', '-') + "-plain";
      assertThat(metrics.values()).containsEntry(name, score.corpus());
    }
    assertThat(metrics.values().get("bleu-1-plain")).isBetween(0.1, 0.9);
  }

  @Test
  void recallsAreThereFromSixteenVideosOnAndOfTheTestAlone() {
    assertThat(copies(15, true).values()).doesNotContainKey("recall-1-of-16-minilm");
    assertThat(copies(16, false).values()).doesNotContainKey("recall-1-of-16-minilm");
    SortedMap<String, Double> right = copies(16, true).values();
    assertThat(right.get("recall-1-of-16-minilm")).isEqualTo(1);
    assertThat(right.get("recall-5-of-16-minilm")).isEqualTo(1);
  }

  /** Each of sixteen true sentences has its own rank among what is like the one that is said. */
  @Test
  void whoAlwaysSaysTheSameFindsWhatChanceFinds() {
    for (String said : List.of("a coat", "")) {
      Metrics metrics = new Metrics(true);
      metrics.read(new float[] {1});
      for (int i = 0; i < 16; i++) {
        metrics.add(new References("v" + i, List.of(sentence(i), "another")), said);
      }
      assertThat(metrics.values().get("recall-1-of-16-minilm")).isCloseTo(1.0 / 16, within(1e-12));
      assertThat(metrics.values().get("recall-5-of-16-minilm")).isCloseTo(5.0 / 16, within(1e-12));
    }
  }

  /** Videos whose first reference is said, word for word. */
  private static Metrics copies(int videos, boolean recalls) {
    Metrics metrics = new Metrics(recalls);
    metrics.read(new float[] {1});
    for (int i = 0; i < videos; i++) {
      metrics.add(new References("v" + i, List.of(sentence(i), "another")), sentence(i));
    }
    return metrics;
  }

  private static String sentence(int i) {
    return GARMENTS.get(i % 8) + (i < 8 ? " and French" : " and Russian");
  }

  @Test
  void lossesThatAreNoNumbersLeaveNoOtherMetric() {
    Metrics metrics = given(true);
    assertThat(metrics.isFinite()).isTrue();
    metrics.read(new float[] {Float.POSITIVE_INFINITY});
    assertThat(metrics.isFinite()).isFalse();
    assertThat(metrics.values()).containsOnlyKeys("loss");
  }
}
