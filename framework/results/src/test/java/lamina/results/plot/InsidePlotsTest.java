package lamina.results.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import lamina.config.ConfigException;
import lamina.config.border.Outcome;
import lamina.results.MadeUp;
import lamina.results.attention.MadeUpAttention;
import lamina.results.attention.Token;
import lamina.results.attention.TrialAttention;
import lamina.results.plot.AttentionHistogram.Bar;
import lamina.results.plot.AttentionHistogram.Series;
import lamina.results.plot.LearningCurves.Point;
import lamina.results.plot.MaskHeatmap.Cell;
import lamina.results.plot.MaskHeatmap.Of;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InsidePlotsTest {
  private final TrialAttention trial = new TrialAttention(MadeUpAttention.file());

  @TempDir Path temporary;

  @Test
  void aHeatmapsCellsAreTheMasksWithoutItsPadding() {
    MaskHeatmap heatmap = new MaskHeatmap(trial, "lam, seed 0", Of.MASK, 1, 3);
    assertThat(heatmap.cells())
        .containsExactly(
            new Cell(0, 0, 6), new Cell(0, 1, 7), new Cell(1, 0, 9), new Cell(1, 1, 10));
    Picture picture = heatmap.picture();
    assertThat(picture.text())
        .isEqualTo(
            "Mask in layer 1: lam, seed 0, test example 3: a dog; means: clip to word 8.000");
    assertThat(picture.svg()).contains("lam, seed 0", "test example 3: a dog", "clip 2", "dog");
  }

  @Test
  void aHeatmapOfAttentionIsTheMeanOfItsHeads() {
    assertThat(new MaskHeatmap(trial, "x", Of.ATTENTION, 1, 0).cells())
        .extracting(Cell::value)
        .containsExactly(0.5f, 0.5f, 0f, 0.5f, 0.5f, 0f);
  }

  @Test
  void everyCellOfALargeMaskIsDrawn() {
    TrialAttention large = new TrialAttention(MadeUpAttention.ofSide(256));
    Picture picture = new MaskHeatmap(large, "x", Of.MASK, 1, 0).picture();
    Map<?, ?> tiles = (Map<?, ?>) ((List<?>) picture.specification().get("layers")).get(0);
    assertThat(tiles.get("sampling")).isEqualTo("none");
    String svg = picture.svg();
    assertThat(svg.split("<rect").length).isGreaterThan(256 * 256);
    assertThat(svg).doesNotContain("each cell is");
  }

  @Test
  void cellsOfALargerMaskAreMeansOfSquareBlocks() {
    TrialAttention larger = new TrialAttention(MadeUpAttention.ofSide(257));
    MaskHeatmap heatmap = new MaskHeatmap(larger, "x", Of.MASK, 1, 0);
    List<Cell> drawn = heatmap.drawn();
    assertThat(drawn).hasSize(129 * 129);
    assertThat(drawn.get(0)).as("of 0, 1, 257, 258").isEqualTo(new Cell(0, 0, 129));
    assertThat(drawn.get(1)).isEqualTo(new Cell(0, 1, 131));
    assertThat(drawn.get(drawn.size() - 1))
        .as("the last is alone")
        .isEqualTo(new Cell(128, 128, 257 * 257 - 1));
    assertThat(heatmap.picture().svg())
        .contains("test example 0: large; each cell is the mean of 2 x 2");
  }

  @Test
  void aHeatmapOfAMaskThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> new MaskHeatmap(trial, "plain", Of.MASK, 3, 0))
        .isInstanceOf(ConfigException.class)
        .hasMessage("layer must have a mask, got layer 3 of plain; its attention can be drawn");
    assertThatThrownBy(() -> new MaskHeatmap(trial, "plain", Of.MASK, 9, 0))
        .hasMessage("layer must be from 1 to 3, got 9");
    assertThatThrownBy(() -> new MaskHeatmap(trial, "plain", Of.MASK, 1, 7))
        .hasMessage("example must be one of [0, 3], got 7");
  }

  @Test
  void labelsAreThinnedAndEveryModalityStartsWithOne() {
    List<Token> tokens =
        IntStream.range(0, 64)
            .mapToObj(i -> new Token("t" + i, i < 32 ? "image" : "audio", false))
            .toList();
    List<Integer> labelled = TokenAxis.labelled(tokens);
    assertThat(labelled).contains(0, 32).hasSizeLessThanOrEqualTo(30);
    for (int i = 1; i < labelled.size(); i++) {
      assertThat(labelled.get(i) - labelled.get(i - 1)).isGreaterThanOrEqualTo(3);
    }
    assertThat(TokenAxis.borders(tokens)).containsExactly(31.5);
  }

  @Test
  void longTitlesAreCutIntoLines() {
    assertThat(Specification.wrapped("short", 72)).isEqualTo("short");
    String[] lines = Specification.wrapped("many words ".repeat(20).strip(), 72).split("\n");
    assertThat(lines).hasSize(4).allMatch(line -> line.length() <= 72);
    assertThat(String.join(" ", lines)).isEqualTo("many words ".repeat(20).strip());
  }

  @Test
  void aHistogramCountsEveryWeightOfRealTokens() {
    AttentionHistogram histogram =
        new AttentionHistogram("t", List.of(new Series("lam", trial)), List.of(1, 2));
    List<Bar> bars = histogram.bars().stream().filter(bar -> bar.count() > 0).toList();
    assertThat(bars).extracting(Bar::layer).containsExactly(1, 1, 2);
    assertThat(bars).extracting(Bar::count).containsExactly(12L, 8L, 16L);
    assertThat(bars.get(2).from()).isLessThanOrEqualTo(0.5);
    assertThat(bars.get(2).to()).isGreaterThan(0.5);
    assertThat(histogram.small(new Series("lam", trial), 1)).isEqualTo(12.0 / 20);
    assertThat(histogram.picture().text())
        .isEqualTo(
            "share of attention weights below 0.001: lam, layer 1: 60.00 %; lam, layer 2: 0.00 %");
    assertThat(histogram.picture().svg()).contains("layer 1", "layer 2", "number of weights");
  }

  @Test
  void theFirstAndTheLastMaskedLayerAreShown() {
    assertThat(AttentionHistogram.firstAndLast(trial)).containsExactly(1, 2);
  }

  @Test
  void entropyIsAPointAVariantAndLayerWithItsSpread() throws IOException {
    MadeUp made = MadeUp.in(temporary);
    complete(made, 0, 0, 0.9, 0.8);
    complete(made, 0, 1, 0.7, 0.8);
    complete(made, 1, 0, 0.5, 0.4);
    EntropyByLayer entropy = EntropyByLayer.of(made.sweep(), made.store(), null);
    assertThat(entropy.points())
        .extracting(p -> p.series() + " " + p.layer())
        .containsExactly("no mask 1", "add, depth 2 1", "no mask 2", "add, depth 2 2");
    assertThat(entropy.points().get(0).summary().mean()).isCloseTo(0.8, within(1e-12));
    assertThat(entropy.points().get(0).summary().std()).isCloseTo(Math.sqrt(0.02), within(1e-12));
    assertThat(entropy.picture().text())
        .isEqualTo("entropy of attention by layer: no mask 0.800 0.800; add, depth 2 0.500 0.400");
    assertThat(EntropyByLayer.of(made.sweep(), made.store(), "depth").points())
        .extracting(EntropyByLayer.Point::series)
        .contains("no mask");
  }

  @Test
  void entropyOfNothingIsRefused() throws IOException {
    MadeUp made = MadeUp.in(temporary);
    assertThatThrownBy(() -> EntropyByLayer.of(made.sweep(), made.store(), null))
        .hasMessage("a trial must be completed to draw its entropy, got none");
  }

  @Test
  void driftIsALineALayerOrAValueOfAnAxis() throws IOException {
    MadeUp made = MadeUp.in(temporary);
    log(made, 1, 0, 0.25);
    log(made, 1, 1, 0.75);
    log(made, 2, 0, 2);
    MaskDrift layers =
        MaskDrift.ofVariant(made.sweep(), made.store(), made.sweep().variants().get(1));
    assertThat(layers.curves().points())
        .extracting(Point::series)
        .containsExactly("layer 1", "layer 2");
    assertThat(layers.curves().points().get(0).summary().mean()).isEqualTo(0.5);
    assertThat(layers.picture().text())
        .isEqualTo("mask.drift after the last epoch: layer 1 0.500; layer 2 1.000");
    MaskDrift depths = MaskDrift.ofAxis(made.sweep(), made.store(), "depth", 2);
    assertThat(depths.picture().text())
        .isEqualTo("mask.drift/layer-2 after the last epoch: 2 1.000; 4 4.000");
    assertThatThrownBy(() -> MaskDrift.ofAxis(made.sweep(), made.store(), "depth", 9))
        .isInstanceOf(ConfigException.class)
        .hasMessage("layer must be from 1 to 2, got 9");
    assertThatThrownBy(
            () -> MaskDrift.ofVariant(made.sweep(), made.store(), made.sweep().baseline()))
        .hasMessage("variant must have a mask and an epoch behind it, got 'no mask'");
  }

  @Test
  void driftOfNothingIsRefused() throws IOException {
    MadeUp made = MadeUp.in(temporary);
    assertThatThrownBy(() -> MaskDrift.ofAxis(made.sweep(), made.store(), "depth", 1))
        .hasMessage("a masked trial must have an epoch behind it, got none");
  }

  private static void complete(MadeUp made, int variant, long seed, double... entropies)
      throws IOException {
    Map<String, Double> metrics = new TreeMap<>();
    for (int i = 0; i < entropies.length; i++) {
      metrics.put("test/attention.entropy/layer-" + (i + 1), entropies[i]);
    }
    Files.writeString(
        made.folder(variant, seed).outcome(),
        new Outcome.Completed(new TreeMap<>(metrics), 1, 1, 1).toJson());
  }

  /** One epoch; the second layer drifts twice as far. */
  private static void log(MadeUp made, int variant, long seed, double drift) throws IOException {
    Files.writeString(
        made.folder(variant, seed).metrics(),
        "{\"epoch\":1,\"split\":\"validation\",\"mask.drift/layer-1\":%s,\"mask.drift/layer-2\":%s}\n"
            .formatted(drift, 2 * drift));
  }
}
