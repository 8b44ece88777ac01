package lamina.acceptance;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import lamina.script.Scripts;
import lamina.sweep.Home;
import lamina.sweep.ProcessLauncher;
import lamina.sweep.Sweep;
import lamina.sweep.Variant;
import lamina.sweep.cluster.ClusterLauncher;
import lamina.sweep.cluster.ClusterSettings;
import lamina.sweep.cluster.Distribution;

/** Sweeps of {@link SleepingWorker}'s trials, on this machine and on a cluster. */
final class Sleeping {
  private static final List<String> OPTIONS = List.of("-Xmx64m", "-XX:TieredStopAtLevel=1");
  private static final String SCRIPT =
      """
      val base = experiment(
          task = classification(garmentsAndVoices()),
          encoders = encoders(image = patches(size = 8), audio = melSpectrogram(bands = 32)),
          backbone = transformer(layers = 1, heads = 1, width = 4),
          training = training(epochs = 1, batch = 8, optimizer = adamW(learningRate = 1e-3)),
      )
      sweep("sleep") { seeds(0); variant(base) }
      """;

  private final Path folder;
  private final List<String> arguments;

  Sleeping(Path folder, long millis) {
    this(folder, millis, 0);
  }

  /**
   * @param bytes of each trial's parameters
   */
  Sleeping(Path folder, long millis, int bytes) {
    this.folder = folder;
    this.arguments = List.of("" + millis, "" + bytes);
  }

  Sweep sweep(int trials) throws IOException {
    Path script = Files.writeString(folder.resolve("sleep.lamina.kts"), SCRIPT);
    Variant only = new Scripts(folder.resolve("scripts")).load(script).variants().get(0);
    Variant named = new Variant("sleep", Map.of(), only.experiment());
    return new Sweep("sleep", LongStream.range(0, trials).boxed().toList(), List.of(named));
  }

  ProcessLauncher local() {
    return ProcessLauncher.java(
        System.getProperty("java.class.path"), OPTIONS, SleepingWorker.class.getName(), arguments);
  }

  ClusterLauncher cluster(String master, Path store, boolean ownDisks, Consumer<String> news)
      throws IOException {
    Path data = Files.createDirectories(folder.resolve("no-data"));
    ClusterSettings settings =
        new ClusterSettings(
            master,
            ClusterSettings.CPU,
            store.toAbsolutePath().toString(),
            ownDisks,
            "",
            "",
            new ClusterSettings.Program(
                files(), OPTIONS, SleepingWorker.class.getName(), arguments),
            data.toString(),
            List.of());
    Distribution distribution = new Distribution(new Home(StandaloneCluster.HOME));
    return new ClusterLauncher(distribution.driver(), settings, news);
  }

  /** The worker's class in a jar, and what reads trials: their masks' kinds are in the model. */
  private List<String> files() throws IOException {
    Path jar = folder.resolve("sleeping.jar");
    String name = SleepingWorker.class.getName().replace('.', '/') + ".class";
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        var in = SleepingWorker.class.getClassLoader().getResourceAsStream(name)) {
      entries.putNextEntry(new JarEntry(name));
      in.transferTo(entries);
    }
    Path lib = StandaloneCluster.HOME.resolve("framework/training/target/lib");
    try (Stream<Path> jars = Files.list(lib)) {
      Stream<Path> needed =
          jars.filter(
              each -> each.getFileName().toString().matches("(config|model|api|jackson)-.*"));
      return Stream.concat(Stream.of(jar), needed).map(Path::toString).toList();
    }
  }
}
