package lamina.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import lamina.config.ConfigException;
import lamina.data.DataFolder;
import lamina.data.task.TaskData;
import lamina.sweep.Home;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.cluster.ClusterAddress;
import lamina.sweep.cluster.ClusterLauncher;
import lamina.sweep.cluster.ClusterSecret;
import lamina.sweep.cluster.ClusterSettings;
import lamina.sweep.cluster.Distribution;
import picocli.CommandLine.Option;

/** What the command is told about machines that are not this one. */
final class ClusterOptions {
  private static final int MOST_WORKERS = 10_000;

  @Option(
      names = "--cluster",
      paramLabel = "URL",
      description = "train on a Spark cluster: spark://HOST:PORT, yarn or k8s://URL")
  private String cluster;

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = "the cluster's secret (default: LAMINA_CLUSTER_SECRET); needed off loopback")
  private Path secretFile;

  @Option(
      names = "--spark-conf",
      paramLabel = "FILE",
      description = "properties of Spark, as in its spark-defaults.conf")
  private Path properties;

  @Option(
      names = "--own-disks",
      description = "machines write on their own disks even where they see the store")
  private boolean ownDisks;

  boolean isGiven() {
    return cluster != null;
  }

  /** Refuses what cannot be, before any work. */
  void check(String devices, Integer workers) {
    if (!isGiven()) {
      refuse("--secret-file", secretFile);
      refuse("--spark-conf", properties);
      refuse("--own-disks", ownDisks ? "it" : null);
      return;
    }
    ClusterSecret.of(new ClusterAddress(cluster), path(secretFile));
    if (!devices.equals(ClusterSettings.CPU) && !devices.equals(ClusterSettings.GPU)) {
      throw new ConfigException(
          "--devices must be cpu or gpu with --cluster, which chooses GPUs itself, got '"
              + devices
              + "'");
    }
    if (workers != null && (workers < 1 || workers > MOST_WORKERS)) {
      throw new ConfigException("--workers must be from 1 to " + MOST_WORKERS + ", got " + workers);
    }
    if (properties != null && !Files.isReadable(properties)) {
      throw new ConfigException("--spark-conf must be a file of properties, got " + properties);
    }
  }

  private static void refuse(String option, Object value) {
    if (value != null) {
      throw new ConfigException(option + " must be given with --cluster alone, got " + value);
    }
  }

  ClusterLauncher launcher(
      Sweep sweep, Store store, DataFolder data, String device, Consumer<String> news) {
    Distribution distribution = new Distribution(Home.ofThisProcess());
    List<String> files =
        sweep.tasks().stream()
            .flatMap(task -> new TaskData(task, data).files().stream())
            .distinct()
            .toList();
    return new ClusterLauncher(
        distribution.driver(),
        new ClusterSettings(
            cluster,
            device,
            store.path().toAbsolutePath().normalize().toString(),
            ownDisks,
            path(secretFile),
            path(properties),
            distribution.program(),
            data.path().toAbsolutePath().toString(),
            files),
        news);
  }

  private static String path(Path file) {
    return file == null ? "" : file.toAbsolutePath().toString();
  }
}
