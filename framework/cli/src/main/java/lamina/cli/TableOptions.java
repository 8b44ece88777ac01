package lamina.cli;

import lamina.results.Format;
import lamina.results.SweepTable;
import lamina.sweep.Sweep;
import picocli.CommandLine.Option;

/** What every command that prints a table is told. */
final class TableOptions {
  @Option(
      names = "--format",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})",
      defaultValue = "text")
  Format format;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description = "what is averaged, e.g. test/loss (default: the task's main metric)")
  private String metric;

  String metric(Sweep sweep) {
    return metric == null ? SweepTable.mainMetric(sweep) : metric;
  }
}
