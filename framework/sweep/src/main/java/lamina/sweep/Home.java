package lamina.sweep;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where Lamina itself lies. It starts the processes that have the engine, which the process of a
 * command or a notebook never loads.
 *
 * @param path the folder that has {@code framework}
 */
public record Home(Path path) {
  /** The main class of a worker. */
  public static final String WORKER = "lamina.training.Worker";

  /** What follows it. */
  public static final List<String> ONE_THREAD = List.of("--threads", "1");

  /** What a worker's Java is told. */
  public static final List<String> WORKER_OPTIONS =
      List.of("-Xmx2g", "-XX:+UseSerialGC", "-Dai.djl.offline=true");

  private static final List<String> SMALL_HEAP = WORKER_OPTIONS.subList(0, 2);

  /**
   * As the property {@code lamina.home} says, else the variable {@code LAMINA_HOME}, else this
   * folder.
   */
  public static Home ofThisProcess() {
    return new Home(
        Path.of(
            Optional.ofNullable(System.getProperty("lamina.home"))
                .or(() -> Optional.ofNullable(System.getenv("LAMINA_HOME")))
                .orElse(".")));
  }

  /** Workers of one thread each, over the data of this machine. */
  public ProcessLauncher workers() {
    return java(WORKER, ONE_THREAD);
  }

  /**
   * A process that has the engine on its class path.
   *
   * @throws RunException where that is not built
   */
  public ProcessLauncher java(String mainClass, List<String> arguments) {
    return java(SMALL_HEAP, mainClass, arguments);
  }

  /** The same with a heap and a collector of one's own. */
  public ProcessLauncher java(List<String> javaOptions, String mainClass, List<String> arguments) {
    Path target = built("training");
    String classPath =
        target.resolve("training-0.1.0.jar") + File.pathSeparator + target.resolve("lib") + "/*";
    List<String> options = new ArrayList<>(javaOptions);
    options.add("-Dai.djl.offline=true");
    options.add("-Dlamina.home=" + path.toAbsolutePath());
    return ProcessLauncher.java(classPath, options, mainClass, arguments);
  }

  /**
   * The folder that has a module's jar, and in {@code lib} what the module needs.
   *
   * @throws RunException where it is not built
   */
  public Path built(String module) {
    Path target = path.resolve("framework").resolve(module).resolve("target").toAbsolutePath();
    if (!Files.isDirectory(target.resolve("lib"))) {
      throw new RunException(
          "the module %s is not built: %s/lib is missing; the folder of Lamina is taken from lamina.home or LAMINA_HOME"
              .formatted(module, target.normalize()));
    }
    return target;
  }
}
