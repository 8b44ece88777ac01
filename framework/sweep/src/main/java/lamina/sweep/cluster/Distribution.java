package lamina.sweep.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lamina.sweep.Home;
import lamina.sweep.RunException;

/** What of Lamina a cluster needs: the driver here, and workers on machines that have nothing. */
public record Distribution(Home home) {

  /**
   * Starts the driver. The variable {@code SPARK_HOME} names an installation of the engine to be
   * used instead of the one that was built with.
   *
   * @throws RunException where it is not built
   */
  public List<String> driver() {
    Path target = home.built("spark");
    String installed = System.getenv("SPARK_HOME");
    List<String> classPath = new ArrayList<>(List.of(target.resolve("spark-0.1.0.jar").toString()));
    if (installed == null || installed.isBlank()) {
      classPath.add(target.resolve("lib") + "/*");
    } else {
      for (String jar : List.of("sweep-0.1.0.jar", "config-0.1.0.jar", "jspecify-1.0.0.jar")) {
        classPath.add(target.resolve("lib").resolve(jar).toString());
      }
      classPath.add(Path.of(installed, "jars") + "/*");
    }
    return List.of(
        System.getProperty("java.home") + "/bin/java",
        "@" + target.resolve("classes/driver.args"),
        "-cp",
        String.join(File.pathSeparator, classPath),
        "lamina.spark.Driver");
  }

  /**
   * The worker, to be shipped.
   *
   * @throws RunException where it is not built
   */
  public ClusterSettings.Program program() {
    Path target = home.built("training");
    List<String> files = new ArrayList<>(List.of(target.resolve("training-0.1.0.jar").toString()));
    try (Stream<Path> jars = Files.list(target.resolve("lib"))) {
      jars.sorted().forEach(jar -> files.add(jar.toString()));
    } catch (IOException e) {
      throw new RunException("the worker cannot be read: " + e, e);
    }
    List<String> options = new ArrayList<>(Home.WORKER_OPTIONS);
    String commit = git("rev-parse", "HEAD");
    boolean dirty = !git("status", "--porcelain", "--untracked-files=no").isBlank();
    options.add("-Dlamina.commit=" + (commit.isBlank() ? "unknown" : commit));
    options.add("-Dlamina.dirty=" + dirty);
    return new ClusterSettings.Program(files, options, Home.WORKER, Home.ONE_THREAD);
  }

  /** Empty where there is no git, or nothing to say. */
  private String git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", home.path().toString()));
    command.addAll(List.of(arguments));
    try {
      Process git =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException noGit) {
      return "";
    }
  }
}
