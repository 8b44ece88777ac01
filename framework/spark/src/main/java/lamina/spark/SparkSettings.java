package lamina.spark;

import java.io.IOException;
import java.io.Reader;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import lamina.config.ConfigException;
import lamina.sweep.cluster.ClusterAddress;
import lamina.sweep.cluster.ClusterSecret;
import lamina.sweep.cluster.ClusterSettings;
import org.apache.spark.SparkConf;

/**
 * What Spark is told. A user's file of properties comes first and Lamina's rules after it: nothing
 * listens where it need not, whoever is not on loopback must know a secret, and no trial is trained
 * twice at a time.
 */
final class SparkSettings {
  private static final String AUTHENTICATE = "spark.authenticate";
  private static final String DRIVER_HOST = "spark.driver.host";
  private static final String EXECUTOR_GPUS = "spark.executor.resource.gpu.amount";
  private static final String LOOPBACK = "127.0.0.1";

  /** Losses of machines that one trial may suffer before it counts as the trial's fault. */
  private static final String LOSSES = "8";

  /** How long a machine waits for its turn when very many deliver to the driver. */
  private static final String PATIENCE = "30min";

  /** An executor hands lines on; what is worth optimising runs in its workers. */
  private static final String SMALL_JAVA = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1";

  private SparkSettings() {}

  /**
   * @param jars what machines load besides Spark
   * @throws ConfigException for settings that cannot be
   */
  static SparkConf of(ClusterSettings settings, List<String> jars) {
    ClusterAddress address = new ClusterAddress(settings.master());
    SparkConf conf = new SparkConf();
    properties(settings.properties()).forEach((k, v) -> conf.set((String) k, (String) v));
    conf.setMaster(settings.master())
        .setAppName("lamina")
        .setJars(jars.toArray(String[]::new))
        .set("spark.plugins", LaminaPlugin.class.getName())
        .set("spark.ui.enabled", "false")
        .set("spark.speculation", "false")
        .set("spark.decommission.enabled", "false")
        .set("spark.locality.wait", "0s")
        .set("spark.task.cpus", "1")
        .set("spark.task.maxFailures", LOSSES)
        .setIfMissing("spark.rpc.askTimeout", PATIENCE)
        .setIfMissing("spark.executor.extraJavaOptions", SMALL_JAVA)
        .setIfMissing("spark.broadcast.compress", "false");
    for (String kept : List.of("retainedJobs", "retainedStages", "retainedTasks")) {
      conf.set("spark.ui." + kept, "100");
    }
    if (settings.device().equals(ClusterSettings.GPU)) {
      conf.set("spark.task.resource.gpu.amount", "1");
      conf.setIfMissing(EXECUTOR_GPUS, "1");
      conf.setIfMissing("spark.executor.cores", conf.get(EXECUTOR_GPUS));
    }
    authenticate(conf, address, ClusterSecret.of(address, settings.secretFile()));
    listen(conf, address);
    return conf;
  }

  private static void authenticate(
      SparkConf conf, ClusterAddress address, Optional<String> secret) {
    boolean open = address.isLoopback() && secret.isEmpty();
    if (!open && !conf.getBoolean(AUTHENTICATE, true)) {
      throw new ConfigException(
          AUTHENTICATE + " must be true where the cluster is not on loopback, got false");
    }
    if (!open) {
      conf.set(AUTHENTICATE, "true").setIfMissing("spark.network.crypto.enabled", "true");
      secret.ifPresent(text -> conf.set("spark.authenticate.secret", text));
    }
  }

  private static void listen(SparkConf conf, ClusterAddress address) {
    if (address.isLoopback()) {
      conf.set(DRIVER_HOST, LOOPBACK).set("spark.driver.bindAddress", LOOPBACK);
    } else if (address.isStandalone() && !conf.contains(DRIVER_HOST)) {
      String here = addressTowards(address.host());
      conf.set(DRIVER_HOST, here).setIfMissing("spark.driver.bindAddress", here);
    }
  }

  /** This machine's address in the network that the master is in, and in no other. */
  private static String addressTowards(String master) {
    try (DatagramSocket socket = new DatagramSocket()) {
      InetSocketAddress there = new InetSocketAddress(master, 9);
      if (there.isUnresolved()) {
        throw new ConfigException("--cluster must name a host that is known, got '" + master + "'");
      }
      socket.connect(there);
      return socket.getLocalAddress().getHostAddress();
    } catch (SocketException e) {
      throw new ConfigException("--cluster must be reachable, got '" + master + "': " + e, e);
    }
  }

  private static Properties properties(String file) {
    Properties properties = new Properties();
    if (!file.isEmpty()) {
      try (Reader in = Files.newBufferedReader(Path.of(file))) {
        properties.load(in);
      } catch (IOException | IllegalArgumentException e) {
        throw new ConfigException("--spark-conf must be a file of properties, got " + file, e);
      }
    }
    return properties;
  }
}
