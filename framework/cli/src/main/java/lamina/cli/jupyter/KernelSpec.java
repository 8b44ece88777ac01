package lamina.cli.jupyter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lamina.config.Json;
import lamina.config.border.AtomicFile;
import lamina.sweep.Home;
import lamina.sweep.RunException;

/**
 * What Jupyter must know to start the Kotlin kernel with Lamina in its cells: {@code kernel.json},
 * and the arguments of its Java. The kernel's usual logger would print every message.
 *
 * @param java the Java that it runs on: 17, since the kernel's compiler knows no later one
 * @param kernel the kernel's own jars
 * @param cells the jars that cells see
 */
public record KernelSpec(Path java, Home home, List<Path> kernel, List<Path> cells) {
  private static final Pattern JARS_OF_CELLS =
      Pattern.compile("kotlin-(jupyter-(lib|api)|script-runtime)-.*");
  private static final String JAVA_17 = "JAVA_VERSION=\"17";

  /**
   * The kernel of an installation.
   *
   * @throws RunException where it is not built, or no Java 17 is found
   */
  public static KernelSpec of(Home home) throws IOException {
    Path target = home.path().toAbsolutePath().normalize().resolve("framework/notebook/target");
    if (!Files.isDirectory(target.resolve("kernel"))) {
      throw new RunException("the kernel is not built: " + target + "/kernel is missing");
    }
    List<Path> kernel = jars(target.resolve("kernel"));
    List<Path> cells = new ArrayList<>(jars(target.resolve("lib")));
    cells.add(target.resolve("notebook-0.1.0.jar"));
    kernel.stream()
        .filter(jar -> JARS_OF_CELLS.matcher(jar.getFileName().toString()).matches())
        .forEach(cells::add);
    return new KernelSpec(java17(), home, kernel, cells);
  }

  /** Where Jupyter looks for this user's kernels. */
  public static Path folderOfThisUser() {
    Path user = Path.of(System.getProperty("user.home"));
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    Path data =
        env("JUPYTER_DATA_DIR")
            .or(
                () ->
                    os.contains("mac")
                        ? Optional.of(user.resolve("Library/Jupyter"))
                        : Optional.empty())
            .or(
                () ->
                    os.contains("windows")
                        ? env("APPDATA").map(p -> p.resolve("jupyter"))
                        : Optional.empty())
            .or(() -> env("XDG_DATA_HOME").map(path -> path.resolve("jupyter")))
            .orElse(user.resolve(".local/share/jupyter"));
    return data.resolve("kernels");
  }

  /** Writes the kernel's folder, and says where it is. */
  public Path install(Path kernels) throws IOException {
    Path folder = kernels.resolve("lamina").toAbsolutePath();
    Files.createDirectories(folder);
    AtomicFile.write(folder.resolve("java.args"), "-cp\n\"" + classPath() + "\"\n");
    AtomicFile.write(folder.resolve("kernel.json"), Json.pretty(json(folder)));
    return folder;
  }

  private ObjectNode json(Path folder) {
    ObjectNode json = Json.object();
    json.put("display_name", "Kotlin (Lamina)").put("language", "kotlin");
    json.put("interrupt_mode", "message");
    Stream.of(
            java.toString(),
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "-Dfile.encoding=UTF-8",
            "-Dkotlin.compiler.daemon=false",
            "-Djava.awt.headless=true",
            "-Dslf4j.provider=org.slf4j.simple.SimpleServiceProvider",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Dlamina.home=" + home.path().toAbsolutePath().normalize(),
            "@" + folder.resolve("java.args"),
            "org.jetbrains.kotlinx.jupyter.IkotlinKt",
            "{connection_file}",
            "-cp=" + joined(cells),
            "-home=" + folder)
        .forEach(json.putArray("argv")::add);
    return json;
  }

  /** A file of Java's arguments takes a backslash for the beginning of an escape. */
  private String classPath() {
    List<Path> all = new ArrayList<>(kernel);
    cells.stream().filter(jar -> !kernel.contains(jar)).forEach(all::add);
    return joined(all).replace("\\", "\\\\");
  }

  private static String joined(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static Path java17() throws IOException {
    if (Runtime.version().feature() == 17) {
      return executable(Path.of(System.getProperty("java.home")));
    }
    for (Path folder :
        List.of(Path.of("/usr/lib/jvm"), Path.of("/Library/Java/JavaVirtualMachines"))) {
      if (Files.isDirectory(folder)) {
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(folder)) {
          for (Path candidate : homes) {
            Path contents = candidate.resolve("Contents/Home");
            Path javaHome = Files.isDirectory(contents) ? contents : candidate;
            if (isJava17(javaHome)) {
              return executable(javaHome);
            }
          }
        }
      }
    }
    throw new RunException(
        "notebooks need Java 17, got %s: install it (on Debian openjdk-17-jre-headless), or run ./lamina with JAVA_HOME set to one"
            .formatted(Runtime.version()));
  }

  /** As the file says that every Java has; names of folders say anything. */
  private static boolean isJava17(Path javaHome) throws IOException {
    Path release = javaHome.resolve("release");
    return Files.isExecutable(executable(javaHome))
        && Files.isReadable(release)
        && Files.readString(release).contains(JAVA_17);
  }

  private static Path executable(Path javaHome) {
    return javaHome.resolve("bin/java");
  }

  private static List<Path> jars(Path folder) throws IOException {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
      files.forEach(jars::add);
    }
    Collections.sort(jars);
    return jars;
  }

  private static Optional<Path> env(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank()).map(Path::of);
  }
}
