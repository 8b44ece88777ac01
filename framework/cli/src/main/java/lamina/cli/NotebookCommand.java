package lamina.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import lamina.cli.jupyter.Jupyter;
import lamina.cli.jupyter.KernelSpec;
import lamina.config.ConfigException;
import lamina.sweep.Home;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Notebooks with Lamina in them. */
@Command(
    name = "notebook",
    description = "Installs the Jupyter kernel 'Kotlin (Lamina)' for this user and opens Jupyter.",
    mixinStandardHelpOptions = true)
final class NotebookCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PATH",
      description = "a notebook or a folder (default: the notebooks that come with Lamina)")
  private Path path;

  @Option(names = "--install", description = "install the kernel, and open nothing")
  private boolean installOnly;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (installOnly && path != null) {
      throw new ConfigException("--install must have no PATH, got " + path);
    }
    Home home = Home.ofThisProcess();
    Path folder = KernelSpec.of(home).install(KernelSpec.folderOfThisUser());
    out.println("kernel 'Kotlin (Lamina)' is in " + folder);
    Jupyter jupyter = Jupyter.ofThisMachine();
    if (jupyter.isMissing()) {
      jupyter.installOrExplain(out::println);
    }
    out.flush();
    if (installOnly) {
      return Main.DONE;
    }
    Path opened = path == null ? home.path().resolve("notebooks") : path;
    return jupyter.open(opened, out::println);
  }
}
