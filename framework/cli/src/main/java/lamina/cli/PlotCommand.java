package lamina.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import lamina.config.ConfigException;
import lamina.config.border.AtomicFile;
import lamina.results.SweepTable;
import lamina.results.plot.AblationPlot;
import lamina.results.plot.EntropyByLayer;
import lamina.results.plot.LearningCurves;
import lamina.results.plot.Picture;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** A picture of what is there, trained or not. */
@Command(
    name = "plot",
    description = "Draws the trials that are done as a PNG, SVG or PDF picture.",
    mixinStandardHelpOptions = true)
final class PlotCommand implements Callable<Integer> {
  enum Kind {
    ABLATION("--metric", "--x", "--color", "--facet"),
    CURVES("--metric", "--color"),
    HISTOGRAM("--variant", "--seed", "--layer"),
    HEATMAP("--variant", "--seed", "--example", "--layer", "--of"),
    ENTROPY("--color"),
    DRIFT("--variant", "--color", "--layer");

    private static final List<String> ALL =
        Arrays.stream(values()).flatMap(kind -> kind.takes.stream()).distinct().toList();

    private final List<String> takes;

    Kind(String... takes) {
      this.takes = List.of(takes);
    }

    /** Refuses an option that another kind takes. */
    void requireFit(ParseResult given) {
      for (String option : ALL) {
        if (given.hasMatchedOption(option) && !takes.contains(option)) {
          throw new ConfigException(
              "--kind %s must have none but %s, got %s"
                  .formatted(name().toLowerCase(Locale.ROOT), takes, option));
        }
      }
    }
  }

  @Mixin private SweepOptions options;
  @Mixin private InsidePlots inside;

  @Option(
      names = "--kind",
      required = true,
      description =
          "ablation: a metric along an axis, mean and standard deviation over seeds; curves: a"
              + " metric after every epoch; heatmap: a mask or an attention; histogram: attention"
              + " weights with and without the mask; entropy: of attention by layer; drift: how far"
              + " masks are from their start, after every epoch")
  private Kind kind;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description = "what is drawn (default: the task's main metric, on test or validation)")
  private String metric;

  @Option(names = "--x", paramLabel = "AXIS", description = "e.g. mask.depth (ablation)")
  private String x;

  @Option(
      names = "--color",
      paramLabel = "AXIS",
      description = "a colour a value, e.g. mask.fusion")
  private String color;

  @Option(names = "--facet", paramLabel = "AXIS", description = "a panel a value (ablation)")
  private String facet;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "where the picture goes: *.png, *.svg or *.pdf")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    String name = out.getFileName().toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".png") && !name.endsWith(".svg") && !name.endsWith(".pdf")) {
      throw new ConfigException("--out must end in .png, .svg or .pdf, got " + out);
    }
    kind.requireFit(spec.commandLine().getParseResult());
    Picture picture = picture(options.sweep(), options.store());
    AtomicFile.write(out, ByteBuffer.wrap(bytes(picture, name)));
    spec.commandLine().getOut().println(out + ": " + picture.text());
    spec.commandLine().getOut().flush();
    return Main.DONE;
  }

  private static byte[] bytes(Picture picture, String name) {
    if (name.endsWith(".pdf")) {
      return picture.pdf();
    }
    return name.endsWith(".svg") ? picture.svg().getBytes(StandardCharsets.UTF_8) : picture.png();
  }

  private Picture picture(Sweep sweep, Store store) throws IOException {
    return switch (kind) {
      case ABLATION -> {
        if (x == null) {
          throw new ConfigException("--x must name an axis for --kind ablation, got none");
        }
        String shown = metric == null ? SweepTable.mainMetric(sweep) : metric;
        yield AblationPlot.of(sweep, store, shown, x, color, facet).picture();
      }
      case CURVES -> {
        String main = sweep.baseline().experiment().task().mainMetric();
        yield LearningCurves.of(sweep, store, metric == null ? main : metric, color).picture();
      }
      case HISTOGRAM -> inside.histogram(sweep, store);
      case HEATMAP -> inside.heatmap(sweep, store);
      case ENTROPY -> EntropyByLayer.of(sweep, store, color).picture();
      case DRIFT -> inside.drift(sweep, store, color);
    };
  }
}
