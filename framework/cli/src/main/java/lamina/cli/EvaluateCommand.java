package lamina.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import lamina.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Metrics of predictions that lie in a file, whoever made them. */
@Command(
    name = "evaluate",
    description = "Computes the metrics of predictions in a file.",
    mixinStandardHelpOptions = true,
    subcommands = {EvaluateMomentsCommand.class, EvaluateCaptionsCommand.class})
final class EvaluateCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say moments or captions");
  }

  static void requireFile(String option, Path file) {
    if (!Files.exists(file) || Files.isDirectory(file)) {
      throw new ConfigException(option + " must be a file that exists, got " + file);
    }
  }

  static void requirePlaceForFile(String option, Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
      throw new ConfigException(option + " must be a file in a folder that exists, got " + file);
    }
  }
}
