package lamina.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import lamina.config.border.AtomicFile;
import lamina.results.paper.Reproduction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The page of the paper's figures beside ours. */
@Command(
    name = "paper",
    description = "Writes the page that has the paper's figures beside those of the small sweeps.",
    mixinStandardHelpOptions = true)
final class PaperCommand implements Callable<Integer> {
  @Option(
      names = "--run",
      description = "first train what is missing of all small sweeps, one after the other")
  private boolean run;

  @Option(
      names = "--experiments",
      paramLabel = "DIR",
      defaultValue = "experiments",
      description = "where their scripts are (default: ${DEFAULT-VALUE})")
  private Path experiments;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      defaultValue = "results",
      description = "where their tables are (default: ${DEFAULT-VALUE})")
  private Path results;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "docs/reproduction.md",
      description = "the page, replaced if it is there (default: ${DEFAULT-VALUE})")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Out.requireFile(out);
    int code = run ? train() : Main.DONE;
    AtomicFile.write(out, new Reproduction(results).toMarkdown());
    spec.commandLine().getOut().println("written to " + out);
    return code;
  }

  /** Ends with the first sweep that is stopped; one with failed trials does not keep the others. */
  private int train() {
    CommandLine lamina = spec.commandLine().getParent();
    int worst = Main.DONE;
    for (String script : Reproduction.scripts()) {
      String file = experiments.resolve(script + ".lamina.kts").toString();
      int code = lamina.execute("run", file, "--results", results.toString());
      if (code != Main.DONE && code != Main.TRIAL_FAILED) {
        return code;
      }
      worst = Math.max(worst, code);
    }
    return worst;
  }
}
