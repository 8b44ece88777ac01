package lamina.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import lamina.config.ConfigException;
import lamina.config.Trial;
import lamina.config.border.ExampleSelection;
import lamina.results.attention.Inspection;
import lamina.results.attention.TrialAttention;
import lamina.results.plot.AttentionHistogram;
import lamina.results.plot.AttentionHistogram.Series;
import lamina.results.plot.MaskDrift;
import lamina.results.plot.MaskHeatmap;
import lamina.results.plot.Picture;
import lamina.sweep.Home;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.Variant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The pictures of what is inside trials, and their options. */
final class InsidePlots {
  private static final ExampleSelection BATCH = ExampleSelection.first(64);

  @Mixin private TrialOptions trial;

  @Option(
      names = "--example",
      paramLabel = "I",
      defaultValue = "0",
      description = "which test example, from 0 (heatmap; default: ${DEFAULT-VALUE})")
  private int example;

  @Option(
      names = "--layer",
      paramLabel = "L",
      description =
          "which layer, from 1 (heatmap, drift with --color: default 1; histogram: default the"
              + " first and the last)")
  private @Nullable Integer layer;

  @Option(
      names = "--of",
      defaultValue = "mask",
      description = "${COMPLETION-CANDIDATES} (heatmap; default: ${DEFAULT-VALUE})")
  private MaskHeatmap.Of of;

  Picture heatmap(Sweep sweep, Store store) throws IOException {
    ExampleSelection selection = ExampleSelection.one(example);
    TrialAttention attention = inspect(trial.trial(sweep), store, selection);
    return new MaskHeatmap(attention, trial.name(sweep), of, layer(), example).picture();
  }

  /** Beside the baseline under the same seed. */
  Picture histogram(Sweep sweep, Store store) throws IOException {
    Variant variant = trial.variant(sweep);
    Variant baseline = sweep.baseline(variant.group());
    if (variant.equals(baseline)) {
      throw new ConfigException(
          "--variant must be another than the baseline, got '" + variant.name() + "'");
    }
    TrialAttention with = inspect(trial.trial(sweep), store, BATCH);
    TrialAttention without =
        inspect(Trial.of(baseline.experiment(), trial.seed(sweep)), store, BATCH);
    List<Integer> layers =
        Optional.ofNullable(layer).map(List::of).orElse(AttentionHistogram.firstAndLast(with));
    return new AttentionHistogram(
            "Attention weights, seed %d, %d %s examples"
                .formatted(trial.seed(sweep), with.examples().size(), with.split()),
            List.of(new Series(variant.name(), with), new Series(baseline.name(), without)),
            layers)
        .picture();
  }

  /** Of a variant's layers, or of an axis in one layer. */
  Picture drift(Sweep sweep, Store store, @Nullable String color) throws IOException {
    if (trial.namesVariant() == (color != null)) {
      throw new ConfigException(
          "--kind drift must have either --variant or --color, got "
              + (color == null ? "neither" : "both"));
    }
    return color == null
        ? MaskDrift.ofVariant(sweep, store, trial.variant(sweep)).picture()
        : MaskDrift.ofAxis(sweep, store, color, layer()).picture();
  }

  private int layer() {
    return layer == null ? 1 : layer;
  }

  private static TrialAttention inspect(Trial trial, Store store, ExampleSelection examples)
      throws IOException {
    return new Inspection(Home.ofThisProcess(), store).of(trial, examples);
  }
}
