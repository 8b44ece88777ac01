package lamina.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import lamina.results.SweepTable;
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

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Sweep sweep = options.sweep();
    Store store = options.store();
    String baseline = sweep.baseline().name();
    SweepTable made =
        by == null
            ? SweepTable.of(sweep, store, table.metric(sweep), baseline)
            : SweepTable.by(sweep, store, table.metric(sweep), baseline, by);
    spec.commandLine().getOut().print(table.format.render(made));
    spec.commandLine().getOut().flush();
    return Main.DONE;
  }
}
