package lamina.cli.jupyter;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import lamina.sweep.RunException;

/** Jupyter, where this machine has it. */
public final class Jupyter {
  private static final List<String> FROM_DEBIAN =
      List.of(
          "apt-get",
          "install",
          "-y",
          "--no-install-recommends",
          "jupyter-notebook",
          "python3-nbconvert");

  private final List<Path> path;

  private Jupyter(List<Path> path) {
    this.path = path;
  }

  public static Jupyter ofThisMachine() {
    String variable = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return new Jupyter(
        Stream.of(variable.split(File.pathSeparator))
            .filter(p -> !p.isBlank())
            .map(Path::of)
            .toList());
  }

  /** Whether there is neither JupyterLab nor Jupyter Notebook. */
  public boolean isMissing() {
    return program("jupyter-lab").isEmpty() && program("jupyter-notebook").isEmpty();
  }

  /**
   * Installs Debian's packages where this user may, else says which ones are missing.
   *
   * @param say is told one line a step
   */
  public void installOrExplain(Consumer<String> say) throws IOException {
    boolean mayInstall =
        program("apt-get").isPresent() && "root".equals(System.getProperty("user.name"));
    if (mayInstall) {
      say.accept("Jupyter is missing; running: " + String.join(" ", FROM_DEBIAN));
      if (execute(FROM_DEBIAN, "/dev/null") == 0) {
        return;
      }
    }
    say.accept(
        "Jupyter is missing: install it, on Debian with: sudo " + String.join(" ", FROM_DEBIAN));
  }

  /**
   * Opens Jupyter and waits for its end.
   *
   * @return its exit code
   * @throws RunException where it is missing
   */
  public int open(List<String> arguments) throws IOException {
    Path program =
        program("jupyter-lab")
            .or(() -> program("jupyter-notebook"))
            .orElseThrow(
                () -> new RunException("neither jupyter-lab nor jupyter-notebook is on PATH"));
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    return execute(command, null);
  }

  private static int execute(List<String> command, @org.jspecify.annotations.Nullable String output)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    if (output != null) {
      builder.redirectOutput(new File(output));
    }
    Process process = builder.start();
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      return 130;
    }
  }

  private Optional<Path> program(String name) {
    return path.stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
