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
  private static final String PACKAGES = "jupyter-notebook python3-nbconvert";
  private static final List<List<String>> FROM_DEBIAN =
      List.of(
          List.of("apt-get", "update", "-qq"),
          List.of(
              "apt-get",
              "install",
              "-y",
              "-qq",
              "--no-install-recommends",
              "jupyter-notebook",
              "python3-nbconvert"));

  private static final File NOTHING = new File("/dev/null");
  private static final int INTERRUPTED = 130;

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
    if (program("apt-get").isPresent() && isRoot()) {
      say.accept("Jupyter is missing; installing Debian's " + PACKAGES);
      if (installed()) {
        return;
      }
    }
    say.accept(
        "Jupyter is missing: install it, on Debian with: sudo apt-get update && sudo apt-get install "
            + PACKAGES);
  }

  private static boolean installed() throws IOException {
    for (List<String> command : FROM_DEBIAN) {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
      builder.redirectInput(ProcessBuilder.Redirect.from(NOTHING));
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      if (exitCode(builder) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Opens Jupyter and waits for its end.
   *
   * @param opened a notebook or a folder
   * @return its exit code
   * @throws RunException where it is missing
   */
  public int open(Path opened, Consumer<String> say) throws IOException {
    Path program =
        program("jupyter-lab")
            .or(() -> program("jupyter-notebook"))
            .orElseThrow(
                () -> new RunException("neither jupyter-lab nor jupyter-notebook is on PATH"));
    List<String> command = new ArrayList<>(List.of(program.toString(), opened.toString()));
    if (isRoot()) {
      say.accept("you are root: Jupyter is told that it may run so");
      command.add("--allow-root");
    }
    return exitCode(new ProcessBuilder(command).inheritIO());
  }

  private static int exitCode(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      return INTERRUPTED;
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private Optional<Path> program(String name) {
    return path.stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
