package lamina.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import lamina.results.SweepTable;
import lamina.results.export.Export;
import lamina.sweep.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Results as files that other programs read. */
@Command(
    name = "export",
    description =
        "Writes tables, trials, trained parameters (safetensors) and curves (TensorBoard) to a"
            + " folder.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Mixin private SweepOptions options;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "where the files go: a new or empty folder, or a former export")
  private Path out;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description = "what the table shows, e.g. test/loss (default: the task's main metric)")
  private String metric;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Out.requireFolder(out);
    Export.requireRoom(out);
    Sweep sweep = options.sweep();
    String shown = metric == null ? SweepTable.mainMetric(sweep) : metric;
    Export written = Export.write(sweep, options.store(), shown, out);
    PrintWriter console = spec.commandLine().getOut();
    console.println(
        "written to %s: tables, trials.csv, %d files of parameters, %d of curves"
            .formatted(out, written.weights(), written.curves()));
    console.flush();
    return Main.DONE;
  }
}
