package lamina.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import lamina.config.border.AtomicFile;
import lamina.config.border.ExampleSelection;
import lamina.results.attention.Inspection;
import lamina.sweep.Home;
import lamina.sweep.Sweep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The numbers behind the pictures of attention, for other tools. */
@Command(
    name = "attention",
    description = "Writes the masks and the attention of a trial on test examples.",
    mixinStandardHelpOptions = true)
final class AttentionCommand implements Callable<Integer> {
  @Mixin private SweepOptions options;
  @Mixin private TrialOptions trial;

  @Option(
      names = "--examples",
      paramLabel = "LIST",
      defaultValue = "0",
      description =
          "numbers and ranges as in 0-3,7, from 0; or first-64, fewer where there are fewer"
              + " (default: ${DEFAULT-VALUE})")
  private String examples;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "where they go: *.safetensors")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Out.requireFile(out, ".safetensors");
    ExampleSelection selection = new ExampleSelection(examples);
    Sweep sweep = options.sweep();
    Inspection inspection = new Inspection(Home.ofThisProcess(), options.store());
    Path made = inspection.file(trial.trial(sweep), selection);
    AtomicFile.write(out, ByteBuffer.wrap(Files.readAllBytes(made)));
    spec.commandLine().getOut().println(out + ": " + trial.name(sweep));
    spec.commandLine().getOut().flush();
    return Main.DONE;
  }
}
