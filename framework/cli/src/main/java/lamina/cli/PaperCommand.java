package lamina.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import lamina.config.border.AtomicFile;
import lamina.results.Format;
import lamina.results.SweepTable;
import lamina.results.paper.Kept;
import lamina.results.paper.Reproduction;
import lamina.results.paper.SmallSweep;
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

  @Option(
      names = "--store",
      paramLabel = "DIR",
      defaultValue = "${env:LAMINA_STORE:-results/runs}",
      description = "where runs are kept (default: LAMINA_STORE, else results/runs)")
  private Path store;

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
  private int train() throws IOException {
    int worst = Main.DONE;
    for (SmallSweep small : Reproduction.sweeps()) {
      SweepOptions options = new SweepOptions();
      options.file = experiments.resolve(small.script() + ".lamina.kts");
      options.store = store;
      int code = lamina("run", options, "--results", results.toString());
      if (code != Main.DONE && code != Main.TRIAL_FAILED) {
        return code;
      }
      worst = Math.max(worst, Math.max(code, keep(small, options)));
    }
    return worst;
  }

  /** Writes the tables and pictures of a sweep that is done. */
  private int keep(SmallSweep small, SweepOptions options) throws IOException {
    Path folder = results.resolve(small.sweep());
    int worst = Main.DONE;
    for (Kept kept : small.tables()) {
      Path file = folder.resolve(kept.file());
      if (kept.isOfCosts()) {
        int code = lamina("costs", options, "--format", "markdown", "--out", file.toString());
        worst = Math.max(worst, code);
      } else {
        SweepTable table = kept.table(options.sweep(), options.store());
        AtomicFile.write(file, Format.MARKDOWN.render(table));
      }
    }
    for (SmallSweep.Figure figure : small.figures()) {
      List<String> plot = new ArrayList<>(figure.plot());
      plot.addAll(List.of("--out", folder.resolve(figure.file()).toString()));
      worst = Math.max(worst, lamina("plot", options, plot.toArray(String[]::new)));
    }
    return worst;
  }

  private int lamina(String command, SweepOptions options, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, options.file.toString()));
    arguments.addAll(List.of("--store", options.store.toString()));
    arguments.addAll(List.of(more));
    return spec.commandLine().getParent().execute(arguments.toArray(String[]::new));
  }
}
