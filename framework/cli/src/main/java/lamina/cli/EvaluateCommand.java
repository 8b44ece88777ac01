package lamina.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Metrics of predictions that lie in a file, whoever made them. */
@Command(
    name = "evaluate",
    description = "Computes the metrics of predictions in a file.",
    mixinStandardHelpOptions = true,
    subcommands = EvaluateMomentsCommand.class)
final class EvaluateCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say moments");
  }
}
