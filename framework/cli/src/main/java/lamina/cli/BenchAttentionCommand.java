package lamina.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import lamina.results.plot.LinePlot;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Time and memory of one attention, forward and backward, in each form; a process a row. */
@Command(
    name = "attention",
    description = {
      "Measures one attention, forward and backward, in each form that it can be computed in.",
      "Batch 2, 4 heads of width 32, all cores; a fresh process a row, so that its peak is its own.",
    },
    mixinStandardHelpOptions = true)
final class BenchAttentionCommand implements Callable<Integer> {
  private static final List<String> SMALL_HEAP = List.of("-Xmx64m", "-XX:+UseSerialGC");

  private static final String SECONDS_A_ROW = "3";
  private static final int MOST_TOKENS = 65_536;
  private static final List<Kind> KINDS =
      List.of(
          new Kind("materialised", "plain"),
          new Kind("chunked", "plain"),
          new Kind("fused", "plain"),
          new Kind("materialised", "add"),
          new Kind("chunked", "add"),
          new Kind("fused", "add"),
          new Kind("materialised", "multiply"),
          new Kind("chunked", "multiply"),
          new Kind("fused", "multiply"));

  enum Format {
    TEXT,
    CSV
  }

  private record Kind(String form, String fusion) {
    int usualHidden() {
      return fusion.equals("multiply") ? 7 : 32;
    }
  }

  private record Row(Kind kind, int tokens, BenchRow measured) {
    Stream<LinePlot.Point> points() {
      return Stream.of(
              List.of("milliseconds", measured.time()),
              List.of("peak mebibytes", measured.peakMebibytes()))
          .filter(measure -> !measure.get(1).isEmpty())
          .map(
              measure ->
                  new LinePlot.Point(
                      measure.get(0),
                      kind.fusion(),
                      kind.form(),
                      tokens,
                      Double.parseDouble(measure.get(1))));
    }
  }

  @Option(
      names = "--tokens",
      split = ",",
      paramLabel = "N",
      defaultValue = "256,512,834,1024,2048,4096,8192",
      description = "lengths of the sequence (default: ${DEFAULT-VALUE})")
  private List<Integer> tokens;

  @Option(
      names = "--hidden",
      paramLabel = "H",
      description =
          "hidden width of the mask (default: 32 where it adds, 7 where it multiplies, which makes"
              + " 65 and 256 features)")
  private @Nullable Integer hidden;

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  private Format format;

  @Option(names = "--plot", paramLabel = "FILE", description = "also draws a picture (PNG)")
  private Path plot;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    check();
    PrintWriter out = spec.commandLine().getOut();
    out.println(line("form", "fusion", "tokens", "milliseconds", "peak_mebibytes"));
    out.flush();
    List<Row> rows = new ArrayList<>();
    for (int count : tokens) {
      for (Kind kind : KINDS) {
        Row row = measure(kind, count);
        rows.add(row);
        out.println(
            line(
                kind.form(),
                kind.fusion(),
                Integer.toString(count),
                row.measured().time(),
                row.measured().peakMebibytes()));
        out.flush();
      }
    }
    if (plot != null) {
      draw(rows);
    }
    boolean complete = rows.stream().allMatch(row -> row.measured().isComplete());
    return complete ? Main.DONE : Main.TRIAL_FAILED;
  }

  private void check() {
    for (int count : tokens) {
      require(
          count >= 1 && count <= MOST_TOKENS, "--tokens must be from 1 to " + MOST_TOKENS, count);
    }
    require(hidden == null || hidden >= 1, "--hidden must be at least 1", hidden);
    if (plot != null) {
      Path folder = plot.toAbsolutePath().normalize().getParent();
      boolean writable = folder != null && Files.isWritable(folder) && !Files.isDirectory(plot);
      require(writable, "--plot must name a file in a folder that can be written to", plot);
    }
  }

  private void require(boolean holds, String rule, @Nullable Object value) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), rule + ", got " + value);
    }
  }

  private String line(String... cells) {
    return switch (format) {
      case CSV -> String.join(",", cells);
      case TEXT -> "%-16s %-9s %7s %13s %15s".formatted((Object[]) cells).stripTrailing();
    };
  }

  private Row measure(Kind kind, int count) throws IOException {
    int width = hidden == null ? kind.usualHidden() : hidden;
    List<String> arguments =
        List.of(
            kind.form(),
            kind.fusion(),
            Integer.toString(count),
            Integer.toString(width),
            SECONDS_A_ROW);
    String name = "%s, %s, %d tokens".formatted(kind.form(), kind.fusion(), count);
    return new Row(
        kind,
        count,
        BenchRow.of(
            SMALL_HEAP,
            "lamina.training.BenchAttention",
            arguments,
            name,
            spec.commandLine().getErr()));
  }

  private void draw(List<Row> rows) throws IOException {
    LinePlot picture =
        new LinePlot(
            "One attention, forward and backward",
            "tokens",
            rows.stream().flatMap(Row::points).toList());
    Files.write(plot, picture.picture().png());
  }
}
