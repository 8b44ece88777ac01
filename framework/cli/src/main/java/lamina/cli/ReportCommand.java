package lamina.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import lamina.config.border.AtomicFile;
import lamina.results.SweepTable;
import lamina.results.report.Report;
import lamina.sweep.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A page about what is there, trained or not. */
@Command(
    name = "report",
    description =
        "Writes one self-contained page: tables, pictures, costs, failures and provenance.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Mixin private SweepOptions options;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "where the page goes: *.html")
  private Path out;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description = "what is compared, e.g. test/loss (default: the task's main metric)")
  private String metric;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Out.requireFile(out, ".html");
    Sweep sweep = options.sweep();
    String shown = metric == null ? SweepTable.mainMetric(sweep) : metric;
    AtomicFile.write(out, new Report(sweep, options.store(), shown).page(Instant.now()));
    spec.commandLine().getOut().println("written to " + out);
    spec.commandLine().getOut().flush();
    return Main.DONE;
  }
}
