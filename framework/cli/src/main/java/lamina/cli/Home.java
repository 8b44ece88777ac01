package lamina.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lamina.data.DataFolder;
import lamina.sweep.ProcessLauncher;
import lamina.sweep.RunException;

/** Where Lamina itself lies: the launcher script says it. */
final class Home {
  private Home() {}

  static Path path() {
    return Path.of(System.getProperty("lamina.home", "."));
  }

  /** Compiled scripts are kept beside the data. */
  static Path scriptCache() {
    return DataFolder.ofThisMachine().path().resolveSibling("scripts");
  }

  static ProcessLauncher workers() {
    return java(
        "lamina.training.Worker",
        List.of("--threads", "1", "--data", DataFolder.ofThisMachine().path().toString()));
  }

  /** A process that has the engine on its class path; this one never loads it. */
  static ProcessLauncher java(String mainClass, List<String> arguments) {
    return java(List.of("-Xmx2g", "-XX:+UseSerialGC"), mainClass, arguments);
  }

  /** The same with a heap and a collector of one's own. */
  static ProcessLauncher java(List<String> javaOptions, String mainClass, List<String> arguments) {
    Path target = path().resolve("framework/training/target");
    if (!Files.isDirectory(target.resolve("lib"))) {
      throw new RunException("the worker is not built: " + target + "/lib is missing");
    }
    String classPath =
        target.resolve("training-0.1.0.jar")
            + java.io.File.pathSeparator
            + target.resolve("lib")
            + "/*";
    List<String> options = new ArrayList<>(javaOptions);
    options.add("-Dai.djl.offline=true");
    options.add("-Dlamina.home=" + path().toAbsolutePath());
    return ProcessLauncher.java(classPath, options, mainClass, arguments);
  }
}
