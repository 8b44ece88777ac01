package lamina.cli;

import lamina.results.Format;
import lamina.results.SweepTable;
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
      description = "what is averaged, e.g. test/loss (default: ${DEFAULT-VALUE})",
      defaultValue = SweepTable.DEFAULT_METRIC)
  String metric;
}
