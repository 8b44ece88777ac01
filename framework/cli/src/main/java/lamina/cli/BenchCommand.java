package lamina.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast this machine trains. */
@Command(
    name = "bench",
    description = "Measures training steps a second with and without each mask.",
    mixinStandardHelpOptions = true,
    subcommands = {BenchAttentionCommand.class, BenchCaptionsCommand.class})
final class BenchCommand implements Callable<Integer> {
  @Option(
      names = "--steps",
      defaultValue = "20",
      description = "measured steps a variant (default: ${DEFAULT-VALUE})")
  private int steps;

  @Override
  public Integer call() throws IOException {
    return Passthrough.run("lamina.training.Bench", List.of(Integer.toString(steps)));
  }
}
