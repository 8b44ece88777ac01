package lamina.results.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lamina.config.ConfigException;
import lamina.results.MadeUp;
import lamina.results.plot.LearningCurves.Point;
import lamina.sweep.Sweep;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepPlotsTest {
  @TempDir Path temporary;
  private MadeUp made;

  @BeforeEach
  void fillStore() throws IOException {
    made = MadeUp.in(temporary);
  }

  private AblationPlot ablation(String x, @Nullable String color, @Nullable String facet)
      throws IOException {
    return AblationPlot.of(made.sweep(), made.store(), "test/accuracy", x, color, facet);
  }

  @Test
  void anAblationHasAPointAVariantAndTheBaselineAcross() throws IOException {
    Picture picture = ablation("depth", "fusion", null).picture();
    assertThat(picture.text())
        .isEqualTo(
            "test/accuracy by depth: no mask 60.00; add, 2 64.33; add, 4 62.00; multiply, 2"
                + " 45.00");
    assertThat(picture.svg())
        .contains("made-up", "depth", "test/accuracy (%)", "add", "multiply", "stroke-dasharray");
    assertThat(picture.png()).hasSizeGreaterThan(10_000);
  }

  @Test
  void whatIsNotNamedIsPooledSeedBySeed() throws IOException {
    Picture picture = ablation("depth", null, null).picture();
    assertThat(picture.text())
        .isEqualTo("test/accuracy by depth, pooled over fusion: no mask 60.00; 2 52.75; 4 62.00");
    assertThat(picture.svg())
        .contains(
            "mean ± standard deviation over seeds, a seed counts with its", "mean over fusion");
    Map<?, ?> data = (Map<?, ?>) picture.specification().get("data");
    assertThat(data.get("x")).as("a point a value, not a variant").isEqualTo(List.of("2", "4"));
  }

  @Test
  void aBaselineThatHasTheAxisIsAPointOfIt() throws IOException {
    Sweep all = made.sweep();
    Sweep masked = new Sweep("masked", all.seeds(), all.variants().subList(1, 4));
    assertThat(
            AblationPlot.of(masked, made.store(), "test/accuracy", "fusion", null, null)
                .picture()
                .text())
        .isEqualTo("test/accuracy by fusion, pooled over depth: add 63.17; multiply 45.00");
  }

  @Test
  void aPdfHasItsTextAsTextInAFontThatEveryReaderHas() throws IOException {
    byte[] pdf = ablation("depth", "fusion", null).picture().pdf();
    String raw = new String(pdf, StandardCharsets.ISO_8859_1);
    assertThat(raw)
        .startsWith("%PDF-1.")
        .contains("/BaseFont /Helvetica")
        .doesNotContain("/Subtype /Image");
    assertThat(PdfText.of(raw)).contains("test/accuracy (%)", "depth", "multiply", "made-up");
  }

  @Test
  void aFacetIsAPanelAValue() throws IOException {
    String svg = ablation("depth", null, "fusion").picture().svg();
    assertThat(svg).containsPattern("\\s(add)\\s").containsPattern("\\s(multiply)\\s");
    assertThat(svg).as("a legend of one colour says nothing").doesNotContainPattern("\\sall\\s");
  }

  @Test
  void anAxisThatIsNotThereIsNamed() throws IOException {
    assertThatThrownBy(() -> ablation("width", null, null))
        .isInstanceOf(ConfigException.class)
        .hasMessage("x must be an axis of the sweep, one of [fusion, depth], got 'width'");
  }

  @Test
  void curvesAreMeansOverTheSeedsThatGotThere() throws IOException {
    curve(0, 0, 0.2, 0.4);
    curve(0, 1, 0.4);
    LearningCurves curves = LearningCurves.of(made.sweep(), made.store(), "accuracy", null);
    assertThat(curves.points()).extracting(Point::epoch).containsExactly(1, 2);
    assertThat(curves.points().get(0).summary().mean())
        .isCloseTo(0.3, org.assertj.core.api.Assertions.within(1e-12));
    assertThat(curves.points().get(1).summary().n()).isEqualTo(1);
    assertThat(curves.picture().svg()).contains("accuracy (%)", "epoch", "no mask");
  }

  @Test
  void aGroupsCurveIsOverAllItsVariants() throws IOException {
    curve(0, 0, 0.1);
    curve(1, 0, 0.2);
    curve(2, 0, 0.6);
    LearningCurves curves = LearningCurves.of(made.sweep(), made.store(), "accuracy", "fusion");
    assertThat(curves.points()).extracting(Point::series).containsExactly("no mask", "add");
    assertThat(curves.points().get(1).summary().mean())
        .isCloseTo(0.4, org.assertj.core.api.Assertions.within(1e-12));
    assertThatThrownBy(() -> LearningCurves.of(made.sweep(), made.store(), "accuracy", "width"))
        .hasMessage("color must be an axis of the sweep, got 'width'");
  }

  @Test
  void aMetricThatNoRunHasIsRefused() throws IOException {
    curve(1, 0, 0.5);
    assertThatThrownBy(() -> LearningCurves.of(made.sweep(), made.store(), "f1", null))
        .hasMessage("metric must be one of [accuracy], got 'f1'");
  }

  private void curve(int variant, long seed, double... accuracies) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int epoch = 1; epoch <= accuracies.length; epoch++) {
      lines.append(
          "{\"epoch\":%d,\"split\":\"validation\",\"accuracy\":%s}\n"
              .formatted(epoch, accuracies[epoch - 1]));
    }
    Files.writeString(made.folder(variant, seed).metrics(), lines);
  }
}
