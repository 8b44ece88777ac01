package lamina.cli;

import java.util.List;
import lamina.config.ConfigException;
import lamina.results.Format;
import lamina.results.SweepTable;
import lamina.results.TableColumn;
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

  @Option(
      names = "--columns",
      paramLabel = "LIST",
      description =
          "what is shown beside the name, e.g. metric,difference,p-permutation,d-z; a wrong name"
              + " lists all (CSV and JSON have every column)")
  private String columns;

  /**
   * The columns that were asked for.
   *
   * @param usual where none were
   */
  List<TableColumn> columns(List<TableColumn> usual) {
    if (columns == null) {
      return usual;
    }
    if (format == Format.CSV || format == Format.JSON) {
      throw new ConfigException(
          "--columns must not be given with --format %s, which has every column, got %s"
              .formatted(format, columns));
    }
    return TableColumn.parse(columns);
  }

  boolean choosesColumns() {
    return columns != null;
  }

  String metric(Sweep sweep) {
    return metric == null ? SweepTable.mainMetric(sweep) : metric;
  }
}
