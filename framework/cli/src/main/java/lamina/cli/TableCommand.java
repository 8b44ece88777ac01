package lamina.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import lamina.config.ConfigException;
import lamina.results.Format;
import lamina.results.SweepTable;
import lamina.results.TableColumn;
import lamina.results.TrialTable;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The table of what is there, trained or not. */
@Command(
    name = "table",
    description = "Prints the table of the trials that are done.",
    mixinStandardHelpOptions = true)
final class TableCommand implements Callable<Integer> {
  @Mixin private SweepOptions options;
  @Mixin private TableOptions table;

  @Option(
      names = "--by",
      split = ",",
      paramLabel = "AXIS",
      description = "a row for each combination of these axes, e.g. mask.placement,mask.fusion")
  private List<String> by;

  @Option(
      names = "--trials",
      description = "a row a trial instead: its state, seconds and metric; CSV and JSON have all")
  private boolean trials;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (trials && by != null) {
      throw new ConfigException("--by must not be given with --trials, got " + by);
    }
    if (trials && (table.format == Format.LATEX || table.format == Format.HTML)) {
      throw new ConfigException(
          "--format must be text, markdown, csv or json for --trials, got " + table.format);
    }
    if (trials && table.choosesColumns()) {
      throw new ConfigException("--columns must not be given with --trials");
    }
    List<TableColumn> columns = table.columns(TableColumn.USUAL);
    Sweep sweep = options.sweep();
    Store store = options.store();
    if (trials) {
      print(TrialTable.render(TrialTable.of(sweep, store), table.format, table.metric(sweep)));
      return Main.DONE;
    }
    SweepTable made =
        by == null
            ? SweepTable.of(sweep, store, table.metric(sweep))
            : SweepTable.by(sweep, store, table.metric(sweep), by);
    print(table.format.render(made.showing(columns)));
    return Main.DONE;
  }

  private void print(String text) {
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
  }
}
