package lamina.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lamina.data.TinyData;

/** Jupyter and the kernel, installed into a folder as {@code ./lamina notebook --install} does. */
final class Kernel {
  static final Path HOME = Path.of(System.getenv("LAMINA_ROOT"));
  private static final int PATIENCE_MINUTES = 8;

  private final Path folder;
  private final String python;

  private Kernel(Path folder, String python) {
    this.folder = folder;
    this.python = python;
  }

  /** Skips the test where this machine has no Jupyter, or the project is not packaged. */
  static Kernel installedIn(Path folder) throws Exception {
    Optional<String> python = python();
    assumeTrue(python.isPresent(), "no python3 here has nbconvert and jupyter_client");
    assumeTrue(
        Files.isDirectory(HOME.resolve("framework/notebook/target/kernel")),
        "the kernel is not packaged: run mvn verify on the whole project");
    TinyData.in(folder.resolve("data"));
    Kernel kernel = new Kernel(folder, python.get());
    String log =
        kernel.run(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Dlamina.home=" + HOME,
                "-cp",
                System.getProperty("java.class.path"),
                "lamina.cli.Main",
                "notebook",
                "--install"));
    assertThat(log).contains("kernel 'Kotlin (Lamina)' is in " + folder);
    return kernel;
  }

  /** Executes a notebook, and returns it with its outputs. Errors are among the outputs. */
  Path execute(Path notebook) throws Exception {
    Path executed = folder.resolve("executed-" + notebook.getFileName());
    run(
        List.of(
            python,
            "-m",
            "nbconvert",
            "--to",
            "notebook",
            "--execute",
            "--allow-errors",
            "--ExecutePreprocessor.timeout=240",
            "--output",
            executed.toString(),
            notebook.toString()));
    return executed;
  }

  /** A notebook as a page. */
  Path html(Path notebook) throws Exception {
    Path page = folder.resolve("page.html");
    run(
        List.of(
            python,
            "-m",
            "nbconvert",
            "--to",
            "html",
            "--output",
            page.toString(),
            notebook.toString()));
    return page;
  }

  /** Runs one of this package's scripts in Python, in the folder. */
  void script(String name) throws Exception {
    Path script = folder.resolve(name);
    try (var in = Kernel.class.getResourceAsStream(name)) {
      Files.write(script, in.readAllBytes());
    }
    run(List.of(python, script.toString()));
  }

  private String run(List<String> command) throws Exception {
    File log = Files.createTempFile(folder, "process-", ".log").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JUPYTER_DATA_DIR", folder.resolve("jupyter").toString());
    builder.environment().put("LAMINA_DATA", folder.resolve("data").toString());
    builder.environment().put("LAMINA_STORE", folder.resolve("runs").toString());
    builder.environment().put("LAMINA_SMOKE", "1");
    Process process = builder.redirectErrorStream(true).redirectOutput(log).start();
    boolean ended = process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String said = Files.readString(log.toPath(), StandardCharsets.UTF_8);
    assertThat(ended).as(command + " takes too long: " + said).isTrue();
    assertThat(process.exitValue()).as(command + ": " + said).isZero();
    return said;
  }

  /** Debian keeps Jupyter to its own Python, which need not be the first on PATH. */
  private static Optional<String> python() throws IOException, InterruptedException {
    for (String candidate : List.of("python3", "/usr/bin/python3")) {
      try {
        Process process =
            new ProcessBuilder(candidate, "-c", "import nbconvert, jupyter_client")
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        if (process.waitFor() == 0) {
          return Optional.of(candidate);
        }
      } catch (IOException missing) {
        // the next one
      }
    }
    return Optional.empty();
  }
}
