package lamina.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import lamina.config.Trial;
import lamina.sweep.Launcher;
import lamina.sweep.RunException;
import lamina.sweep.Worker;
import lamina.sweep.cluster.ClusterReply;
import lamina.sweep.cluster.ClusterSettings;
import org.apache.spark.ExecutorAllocationClient;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.ExecutorDecommissionInfo;
import org.jspecify.annotations.NullMarked;
import scala.Option;

/** Workers that are tasks of a Spark application, which this is. There is one a process. */
final class SparkLauncher implements Launcher, AutoCloseable {
  private static final String TOKEN = "cluster-token-";

  private final Path token;
  private final Desk desk;
  private final Machines machines;
  private final JavaSparkContext spark;
  private final Jobs jobs;

  /**
   * Connects to the cluster.
   *
   * @param leftOut is told, in one line each, which machines are not used and why
   * @param broken is told, in one line, why the application has ended before it was closed
   * @throws lamina.config.ConfigException for settings that cannot be
   * @throws RunException where there is no such cluster
   * @throws IOException where what is to be shipped cannot be read, or the store not be written
   */
  SparkLauncher(ClusterSettings settings, Consumer<String> leftOut, Consumer<String> broken)
      throws IOException {
    SparkConf conf = SparkSettings.of(settings, jars());
    Shipment shipment = new Shipment();
    Load load = load(settings, shipment);
    token = Path.of(load.store()).resolve(load.token());
    machines = new Machines(settings, conf, leftOut, broken);
    desk = new Desk(shipment, this::leaveOut);
    LaminaPlugin.serve(desk, load);
    try {
      spark = new JavaSparkContext(conf);
    } catch (RuntimeException e) {
      throw new RunException("no Spark at " + settings.master() + ": " + e.getMessage(), e);
    }
    spark.sc().addSparkListener(machines);
    jobs = new Jobs(spark);
  }

  /**
   * Waits until machines have registered and are prepared.
   *
   * @throws RunException where none can be used, or none comes
   */
  ClusterReply.Ready await() throws InterruptedException {
    return machines.await(desk);
  }

  /**
   * Spark gives an executor that is being decommissioned nothing more to do. The rest of that, its
   * end, would only have its master start another one on the same machine.
   */
  private void leaveOut(String executor, String reason) {
    ((ExecutorAllocationClient) spark.sc().schedulerBackend())
        .decommissionExecutor(
            executor, new ExecutorDecommissionInfo(reason, Option.empty()), false, false);
    machines.unusable(executor, reason);
  }

  @Override
  public Worker start(String device) {
    return new SparkWorker(desk, jobs, device);
  }

  @Override
  public void close() {
    machines.expectEnd();
    spark.close();
    try {
      if (Files.isRegularFile(token)) {
        Files.delete(token);
      }
    } catch (IOException e) {
      // it only says that whoever sees it sees the store
    }
  }

  private static Load load(ClusterSettings settings, Shipment shipment) throws IOException {
    List<Path> programFiles = settings.program().files().stream().map(Path::of).toList();
    Bundle program = Bundle.ofFiles(programFiles);
    for (int i = 0; i < programFiles.size(); i++) {
      shipment.add(program.files().get(i).checksum(), programFiles.get(i));
    }
    Path dataFolder = Path.of(settings.data());
    Bundle data = Bundle.within(dataFolder, settings.dataFiles());
    shipment.add(data, dataFolder);
    Path store = Files.createDirectories(Path.of(settings.store()));
    String token = settings.ownDisks() ? "" : TOKEN + UUID.randomUUID();
    if (!token.isEmpty()) {
      Files.createFile(store.resolve(token));
    }
    boolean gpu = settings.device().equals(ClusterSettings.GPU);
    return new Load(program, data, settings.program(), store.toString(), token, gpu);
  }

  /** Lamina's own classes that machines need; JSON is Spark's own. */
  private static List<String> jars() {
    return Stream.of(SparkLauncher.class, Launcher.class, Trial.class, NullMarked.class)
        .map(type -> jar(type.getProtectionDomain().getCodeSource()))
        .toList();
  }

  private static String jar(CodeSource source) {
    return Path.of(java.net.URI.create(source.getLocation().toString())).toString();
  }
}
