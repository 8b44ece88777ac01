package lamina.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import lamina.config.ConfigException;
import lamina.config.Trial;
import lamina.config.border.MechanismCode;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import lamina.data.Checksum;
import lamina.data.DataFolder;
import lamina.data.task.TaskData;
import lamina.sweep.BroughtCode;
import lamina.sweep.Home;
import lamina.sweep.Progress;
import lamina.sweep.RunState;
import lamina.sweep.Slots;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.SweepRun;
import lamina.sweep.Variant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a run of somebody's again, and compares what it ends in. */
@Command(
    name = "rerun",
    description = "Trains a run's trial again from its folder alone, and compares the bits.",
    mixinStandardHelpOptions = true)
final class RerunCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "a run's folder, as results/runs has them")
  private Path run;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      defaultValue = "results/reruns",
      description = "where the new run goes (default: ${DEFAULT-VALUE})")
  private Path store;

  @Option(names = "--trust", description = "run the code that the folder brings, without asking")
  private boolean trust;

  @Option(
      names = "--devices",
      defaultValue = "cpu",
      description = "cpu, or a GPU as in gpu:0 (default: ${DEFAULT-VALUE})")
  private String devices;

  @Option(names = "--timeout", paramLabel = "SECONDS", description = "longest time of the trial")
  private Integer timeout;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (timeout != null && timeout < 1) {
      throw new ConfigException("--timeout must be at least 1 second, got " + timeout);
    }
    Slots slots = Slots.of(devices, 1);
    RunFolder before = new RunFolder(run);
    Trial trial = Trial.fromJson(read(before.trial()));
    Store into = new Store(store);
    List<MechanismCode> code = BroughtCode.of(trial, before);
    if (into.state(trial.id()) instanceof RunState.Completed) {
      throw new ConfigException(
          "--store must not have the run already, got " + into.folder(trial.id()).path());
    }
    if (!code.isEmpty()) {
      requireTrust(code, out);
    }
    Variant variant = new Variant(trial.id().brief(), Map.of(), trial.experiment());
    Sweep sweep = new Sweep("rerun", List.of(trial.seed()), List.of(variant));
    Main.of(spec).mechanisms().prepare(sweep);
    DataFolder data = DataFolder.ofThisMachine();
    sweep.tasks().forEach(task -> new TaskData(task, data).require(out::println));
    Progress end;
    try (ProgressDisplay display = ProgressDisplay.on(out)) {
      Duration limit = timeout == null ? null : Duration.ofSeconds(timeout);
      SweepRun again =
          new SweepRun(
              sweep,
              into,
              Home.ofThisProcess().workers(),
              slots,
              new SweepRun.Options(limit, true));
      end = Interruptible.run(again, display, out, "./lamina rerun " + run);
    }
    return end.open() > 0
        ? Main.INTERRUPTED
        : compared(before, into.folder(trial.id()), into.state(trial.id()), out);
  }

  private static String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new ConfigException("RUN must be a run's folder, got one without " + file, e);
    }
  }

  private void requireTrust(List<MechanismCode> code, PrintWriter out) {
    out.println("this run brings code of its own, which will run as you:");
    code.forEach(
        one ->
            out.printf(
                "  %s/%s of %s, SHA-256 %s%n",
                run.resolve("mechanism"), one.name(), one.file(), one.digest()));
    out.flush();
    if (trust) {
      return;
    }
    Console console = System.console();
    String answer = console == null ? null : console.readLine("Run it? [y/N] ");
    if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
      throw new ConfigException(
          "code that a run brings must be trusted, with --trust or a yes, got "
              + (answer == null ? "neither" : "'" + answer.strip() + "'"));
    }
  }

  private static int compared(RunFolder before, RunFolder after, RunState state, PrintWriter out)
      throws IOException {
    if (!(state instanceof RunState.Completed)) {
      out.println(
          "no result: " + (state instanceof RunState.Failed failed ? failed.reason() : state));
      return Main.TRIAL_FAILED;
    }
    String now = Checksum.of(after.parameters());
    out.println("trained again in " + after.path());
    if (!Files.exists(before.parameters())) {
      out.println("parameters " + now + "; the run has none to compare them with");
      return Main.DONE;
    }
    String then = Checksum.of(before.parameters());
    boolean same = now.equals(then);
    out.println(
        same
            ? "the same parameters, bit for bit: SHA-256 " + now
            : "other parameters: SHA-256 " + now + ", the run has " + then);
    out.println(
        metrics(before).equals(metrics(after))
            ? "the same metrics"
            : "other metrics: see outcome.json");
    return same ? Main.DONE : Main.TRIAL_FAILED;
  }

  private static Map<String, Double> metrics(RunFolder folder) throws IOException {
    return Files.exists(folder.outcome())
            && Outcome.fromJson(Files.readString(folder.outcome()))
                instanceof Outcome.Completed completed
        ? completed.metrics()
        : Map.of();
  }
}
