package lamina.results.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lamina.config.ConfigException;
import lamina.results.MadeUp;
import lamina.results.plot.LearningCurves.Point;
import lamina.results.plot.SeriesStyle.Style;
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
            "mean ± standard deviation over seeds, a seed", "counts with its mean over fusion");
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
    assertThat(curves.points().get(0).summary().mean()).isCloseTo(0.3, within(1e-12));
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
    assertThat(curves.points().get(1).summary().mean()).isCloseTo(0.4, within(1e-12));
    assertThatThrownBy(() -> LearningCurves.of(made.sweep(), made.store(), "accuracy", "width"))
        .hasMessage("color must be an axis of the sweep, got 'width'");
  }

  @Test
  void aSeedOfAGroupCountsOnceWithItsMeanOverAllVariants() throws IOException {
    curve(1, 0, 0.2, 0.3);
    curve(2, 0, 0.6);
    curve(1, 1, 0.4);
    curve(2, 1, 0.8);
    curve(1, 2, 0.9);
    List<Point> points =
        LearningCurves.of(made.sweep(), made.store(), "accuracy", "fusion").points();
    assertThat(points).as("epoch 2 and seed 2 lack a variant").hasSize(1);
    assertThat(points.get(0).summary().n()).isEqualTo(2);
    assertThat(points.get(0).summary().mean()).isCloseTo(0.5, within(1e-12));
    assertThat(points.get(0).summary().std()).isCloseTo(Math.sqrt(0.02), within(1e-12));
  }

  @Test
  void aVariantWithoutTheMetricDoesNotHideItsGroup() throws IOException {
    curve(1, 0, 0.2);
    Files.writeString(
        made.folder(2, 0).metrics(), "{\"epoch\":1,\"split\":\"validation\",\"loss\":1}\n");
    assertThat(LearningCurves.of(made.sweep(), made.store(), "accuracy", "fusion").points())
        .extracting(point -> point.summary().mean())
        .containsExactly(0.2);
  }

  @Test
  void linesDifferInGreyAndTheBaselineIsBlack() {
    List<String> series = IntStream.range(0, 25).mapToObj(i -> "variant " + i).toList();
    List<Style> styles = new SeriesStyle(series, "variant 1").styles();
    assertThat(styles.get(1)).isEqualTo(new Style("#000000", "solid", 16));
    assertThat(styles).extracting(style -> style.dashes() + style.shape()).doesNotHaveDuplicates();
    assertThat(styles.stream().filter(style -> style.colour().equals("#000000"))).hasSize(1);
  }

  @Test
  void aCurveHasMarkersAndALongOneFewOfThem() throws IOException {
    curve(0, 0, new double[100]);
    Map<String, Object> drawn =
        LearningCurves.of(made.sweep(), made.store(), "accuracy", null).picture().specification();
    Map<?, ?> markers = (Map<?, ?>) ((List<?>) drawn.get("layers")).get(2);
    assertThat(markers.get("geom")).isEqualTo("point");
    List<?> epochs = (List<?>) ((Map<?, ?>) markers.get("data")).get("epoch");
    assertThat(epochs.stream().map(Object::toString)).hasSize(12).endsWith("99", "100");
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
