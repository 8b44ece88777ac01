package lamina.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import lamina.config.Trial;
import lamina.sweep.RunState;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.Variant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the store holds of a sweep. */
@Command(
    name = "status",
    description = "Counts the trials that are done, failed, running and pending.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  @Mixin private SweepOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Sweep sweep = options.sweep();
    Store store = options.store();
    int[] counts = new int[4];
    StringBuilder trouble = new StringBuilder();
    for (long seed : sweep.seeds()) {
      for (Variant variant : sweep.variants()) {
        Trial trial = Trial.of(variant.experiment(), seed);
        String which = variant.name() + ", seed " + seed + " (" + trial.id().brief() + ")";
        RunState state = store.state(trial.id());
        if (state instanceof RunState.Completed) {
          counts[0]++;
        } else if (state instanceof RunState.Failed failed) {
          counts[1]++;
          trouble.append(
              "failed: %s: %s: %s%n"
                  .formatted(
                      which, failed.outcome().failure().written(), failed.outcome().message()));
        } else if (state instanceof RunState.Corrupt corrupt) {
          counts[1]++;
          trouble.append("unreadable: %s: %s%n".formatted(which, corrupt.reason()));
        } else if (state instanceof RunState.Running) {
          counts[2]++;
        } else {
          counts[3]++;
        }
      }
    }
    out.printf(
        "%s: %d trials, %d done, %d failed, %d running, %d pending%n",
        sweep.name(), sweep.trials().size(), counts[0], counts[1], counts[2], counts[3]);
    out.print(trouble);
    out.flush();
    return counts[1] > 0 ? Main.TRIAL_FAILED : Main.DONE;
  }
}
