package lamina.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import lamina.results.SweepTable;
import lamina.results.TableColumn;
import lamina.sweep.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The table against another baseline. */
@Command(
    name = "compare",
    description = "Prints the table with differences to a variant of your choice.",
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  @Mixin private SweepOptions options;
  @Mixin private TableOptions table;

  @Option(names = "--to", required = true, paramLabel = "VARIANT", description = "its name")
  private String variant;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<TableColumn> columns = table.columns(TableColumn.COMPARISON);
    Sweep sweep = options.sweep();
    SweepTable made =
        SweepTable.of(sweep, options.store(), table.metric(sweep), variant).showing(columns);
    spec.commandLine().getOut().print(table.format.render(made));
    spec.commandLine().getOut().flush();
    return Main.DONE;
  }
}
