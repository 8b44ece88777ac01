package lamina.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import lamina.sweep.SweepStatus;
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
    SweepStatus status = SweepStatus.of(options.sweep(), options.store());
    out.println(status.line());
    status.troubles().forEach(out::println);
    out.flush();
    return status.failed() > 0 ? Main.TRIAL_FAILED : Main.DONE;
  }
}
