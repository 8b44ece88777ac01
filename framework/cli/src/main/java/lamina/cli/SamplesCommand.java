package lamina.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import lamina.config.border.AtomicFile;
import lamina.config.border.ExampleSelection;
import lamina.results.samples.Samples;
import lamina.results.samples.SamplesFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Captions to read, beside what people wrote. */
@Command(
    name = "samples",
    description = "Prints what the variants of a captioning sweep say of some test videos.",
    mixinStandardHelpOptions = true)
final class SamplesCommand implements Callable<Integer> {
  @Mixin private SweepOptions options;

  @Option(
      names = "--examples",
      paramLabel = "LIST",
      description = "test videos, as in 0-5,17, from 0 (default: six, evenly spread)")
  private String examples;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "one of the sweep's seeds (default: its first)")
  private Long seed;

  @Option(
      names = "--variants",
      paramLabel = "NAME",
      description = "a variant, as tables call it; again for each further one (default: all)")
  private List<String> variants = List.of();

  @Option(
      names = "--format",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})",
      defaultValue = "text")
  private SamplesFormat format;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "where they go instead of being printed; replaced if it is there")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (out != null) {
      Out.requireFile(out);
    }
    ExampleSelection selection = examples == null ? null : new ExampleSelection(examples);
    Samples samples =
        Samples.of(options.sweep(), options.store(), new Samples.Choice(seed, variants, selection));
    if (out == null) {
      spec.commandLine().getOut().print(format.render(samples));
    } else {
      AtomicFile.write(out, format.render(samples));
      spec.commandLine().getOut().println("written to " + out);
    }
    spec.commandLine().getOut().flush();
    return Main.DONE;
  }
}
