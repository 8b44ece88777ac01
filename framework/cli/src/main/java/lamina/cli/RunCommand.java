package lamina.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import lamina.config.ConfigException;
import lamina.config.border.AtomicFile;
import lamina.data.DataFolder;
import lamina.data.task.TaskData;
import lamina.results.Format;
import lamina.results.SweepProvenance;
import lamina.results.SweepTable;
import lamina.sweep.Home;
import lamina.sweep.Launcher;
import lamina.sweep.Progress;
import lamina.sweep.Slots;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.SweepRun;
import lamina.sweep.cluster.ClusterLauncher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains what is missing of a sweep, and prints and writes its table. */
@Command(
    name = "run",
    description = "Trains every trial that has no result yet, then prints and writes the table.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Mixin private SweepOptions options;
  @Mixin private ClusterOptions cluster;

  @Option(
      names = "--devices",
      defaultValue = "cpu",
      description =
          "cpu, or GPUs as in gpu:0,gpu:1, one trial each; gpu on a cluster (default: ${DEFAULT-VALUE})")
  private String devices;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "trials at a time on the CPU (default: its cores, 4 at most) or on a cluster (default: all of it)")
  private Integer workers;

  @Option(names = "--timeout", paramLabel = "SECONDS", description = "longest time of one trial")
  private Integer timeout;

  @Option(names = "--retry-failed", description = "try failed trials again")
  private boolean retryFailed;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      defaultValue = "results",
      description =
          "where the table goes, in a folder of the sweep's name (default: ${DEFAULT-VALUE})")
  private Path results;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    cluster.check(devices, workers);
    Slots slots = cluster.isGiven() ? null : Slots.of(devices, workers);
    if (timeout != null && timeout < 1) {
      throw new ConfigException("--timeout must be at least 1 second, got " + timeout);
    }
    Sweep sweep = options.sweep();
    Main.of(spec).mechanisms().prepare(sweep);
    Store store = options.store();
    DataFolder data = DataFolder.ofThisMachine();
    sweep.tasks().forEach(task -> new TaskData(task, data).require(out::println));

    Progress end;
    try (ProgressDisplay display = ProgressDisplay.on(out)) {
      end =
          slots == null
              ? onCluster(sweep, store, data, out, display)
              : train(sweep, store, Home.ofThisProcess().workers(), slots, out, display);
    }
    if (end.open() > 0) {
      return Main.INTERRUPTED;
    }
    SweepTable table = SweepTable.of(sweep, store, SweepTable.mainMetric(sweep));
    out.println();
    out.print(Format.TEXT.render(table));
    Path folder = write(sweep, store, table);
    out.println("written to " + folder + ": table.csv, table.md, provenance.json");
    return end.failed() > 0 ? Main.TRIAL_FAILED : Main.DONE;
  }

  private Progress onCluster(
      Sweep sweep, Store store, DataFolder data, PrintWriter out, ProgressDisplay display) {
    out.println("shipping to the cluster what its machines lack ...");
    try (ClusterLauncher launcher = cluster.launcher(sweep, store, data, devices, display::note)) {
      int offered = launcher.ready().slots();
      out.printf("%d machines, %d trials at a time%n", launcher.ready().machines(), offered);
      int count = workers == null ? offered : workers;
      Slots slots = new Slots(Collections.nCopies(count, devices));
      return train(sweep, store, launcher, slots, out, display);
    }
  }

  private Progress train(
      Sweep sweep,
      Store store,
      Launcher launcher,
      Slots slots,
      PrintWriter out,
      ProgressDisplay display) {
    Duration limit = timeout == null ? null : Duration.ofSeconds(timeout);
    SweepRun run =
        new SweepRun(sweep, store, launcher, slots, new SweepRun.Options(limit, retryFailed));
    return Interruptible.run(run, display, out, "./lamina run " + options.file);
  }

  private Path write(Sweep sweep, Store store, SweepTable table) throws IOException {
    Path folder = results.resolve(sweep.name());
    Files.createDirectories(folder);
    AtomicFile.write(folder.resolve("table.csv"), Format.CSV.render(table));
    AtomicFile.write(folder.resolve("table.md"), Format.MARKDOWN.render(table));
    AtomicFile.write(folder.resolve("provenance.json"), SweepProvenance.of(sweep, store));
    return folder;
  }
}
