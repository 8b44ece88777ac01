package lamina.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import lamina.config.ConfigException;
import lamina.config.border.AtomicFile;
import lamina.data.DataFolder;
import lamina.data.task.TaskData;
import lamina.results.Format;
import lamina.results.SweepTable;
import lamina.results.TableColumn;
import lamina.results.cost.Measurement;
import lamina.sweep.Home;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** What every variant costs, trained or not. */
@Command(
    name = "costs",
    description = {
      "Prints parameters, FLOPs, latency, throughput and memory of every variant.",
      "What is not measured yet is measured now, a process a variant, and kept in the store.",
    },
    mixinStandardHelpOptions = true)
final class CostsCommand implements Callable<Integer> {
  private static final int MOST_THREADS = 1024;
  private static final int MOST_EXAMPLES = 65_536;

  @Mixin private SweepOptions options;

  @Option(
      names = "--format",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})",
      defaultValue = "text")
  private Format format;

  @Option(names = "--out", paramLabel = "FILE", description = "write it there instead")
  private Path out;

  @Option(
      names = "--counted",
      description = "only what is counted from shapes: measures nothing, needs no data")
  private boolean counted;

  @Option(names = "--again", description = "measure again what is measured already")
  private boolean again;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1",
      description = "examples that the latency is of (default: ${DEFAULT-VALUE})")
  private int batch;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "of the engine on the CPU (default: ${DEFAULT-VALUE}, as in training)")
  private int threads;

  @Option(
      names = "--device",
      defaultValue = "cpu",
      description = "cpu, or a GPU as in gpu:0 (default: ${DEFAULT-VALUE})")
  private String device;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (out != null) {
      Out.requireFile(out);
    }
    requireFit();
    Sweep sweep = options.sweep();
    Store store = options.store();
    Main.of(spec).mechanisms().prepare(sweep);
    if (!counted) {
      measure(sweep, store);
    }
    SweepTable table =
        SweepTable.of(sweep, store, SweepTable.mainMetric(sweep))
            .showing(counted ? TableColumn.COUNTED_COSTS : TableColumn.COSTS);
    String text = format.render(table);
    PrintWriter console = spec.commandLine().getOut();
    if (out == null) {
      console.print(text);
    } else {
      AtomicFile.write(out, text);
      console.println("written to " + out);
    }
    console.flush();
    return Main.DONE;
  }

  private void requireFit() {
    requireBetween(MOST_EXAMPLES, "--batch", batch);
    requireBetween(MOST_THREADS, "--threads", threads);
    if (!device.matches("cpu|gpu:\\d{1,3}")) {
      throw new ConfigException("--device must be cpu or gpu:N, got '" + device + "'");
    }
    ParseResult given = spec.commandLine().getParseResult();
    for (String option : new String[] {"--again", "--batch", "--threads", "--device"}) {
      if (counted && given.hasMatchedOption(option)) {
        throw new ConfigException("--counted must not be given with " + option);
      }
    }
  }

  private static void requireBetween(int most, String option, int value) {
    if (value < 1 || value > most) {
      throw new ConfigException("%s must be from 1 to %d, got %d".formatted(option, most, value));
    }
  }

  private void measure(Sweep sweep, Store store) throws IOException {
    PrintWriter progress = spec.commandLine().getErr();
    DataFolder data = DataFolder.ofThisMachine();
    sweep.tasks().forEach(task -> new TaskData(task, data).require(progress::println));
    new Measurement(Home.ofThisProcess(), store, device, threads, batch)
        .run(
            sweep,
            again,
            line -> {
              progress.println(line);
              progress.flush();
            });
  }
}
