package lamina.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import lamina.config.ConfigException;
import lamina.sweep.cluster.ClusterSettings;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkSettingsTest {
  private static final String HERE = "spark://127.0.0.1:7077";
  private static final String THERE = "spark://192.0.2.1:7077";

  @TempDir Path temporary;

  @Test
  void onLoopbackTheDriverListensOnLoopbackAlone() {
    SparkConf conf = conf(HERE, "cpu", "", "");
    assertThat(conf.get("spark.driver.bindAddress")).isEqualTo("127.0.0.1");
    assertThat(conf.get("spark.driver.host")).isEqualTo("127.0.0.1");
    assertThat(conf.get("spark.ui.enabled")).isEqualTo("false");
    assertThat(conf.getBoolean("spark.authenticate", false)).isFalse();
  }

  @Test
  void elsewhereWhoeverConnectsMustKnowTheSecret() throws IOException {
    assertThatThrownBy(() -> conf(THERE, "cpu", "", ""))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("must hold the cluster's secret");
    SparkConf conf = conf(THERE, "cpu", secret("rw-------"), properties("spark.driver.host h"));
    assertThat(conf.get("spark.authenticate")).isEqualTo("true");
    assertThat(conf.get("spark.authenticate.secret")).isEqualTo("sesame");
    assertThat(conf.get("spark.network.crypto.enabled")).isEqualTo("true");
  }

  @Test
  void aFileOfPropertiesCannotLetStrangersIn() throws IOException {
    String open = properties("spark.authenticate false");
    assertThatThrownBy(() -> conf("yarn", "cpu", "", open))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "spark.authenticate must be true where the cluster is not on loopback, got false");
    assertThat(conf(HERE, "cpu", "", open).getBoolean("spark.authenticate", true)).isFalse();
  }

  @Test
  void noTrialIsTrainedTwiceAtATime() throws IOException {
    SparkConf conf = conf(HERE, "cpu", "", properties("spark.speculation true"));
    assertThat(conf.get("spark.speculation")).isEqualTo("false");
    assertThat(conf.get("spark.task.cpus")).isEqualTo("1");
  }

  @Test
  void anExecutorThatIsLeftOutDoesNotEndToBeStartedAgain() throws IOException {
    SparkConf conf = conf(HERE, "cpu", "", properties("spark.decommission.enabled true"));
    assertThat(conf.get("spark.decommission.enabled")).isEqualTo("false");
  }

  @Test
  void anExecutorsJavaIsWhatTheFileOfPropertiesSays() throws IOException {
    SparkConf conf = conf(HERE, "cpu", "", properties("spark.executor.extraJavaOptions -Da=b"));
    assertThat(conf.get("spark.executor.extraJavaOptions")).isEqualTo("-Da=b");
    assertThat(conf(HERE, "cpu", "", "").get("spark.executor.extraJavaOptions"))
        .isEqualTo("-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
  }

  @Test
  void aGpuIsATrials() throws IOException {
    SparkConf one = conf(HERE, "gpu", "", "");
    assertThat(one.get("spark.task.resource.gpu.amount")).isEqualTo("1");
    assertThat(one.get("spark.executor.resource.gpu.amount")).isEqualTo("1");
    assertThat(one.get("spark.executor.cores")).isEqualTo("1");
    SparkConf eight = conf(HERE, "gpu", "", properties("spark.executor.resource.gpu.amount 8"));
    assertThat(eight.get("spark.executor.cores")).isEqualTo("8");
  }

  private String properties(String line) throws IOException {
    return Files.writeString(temporary.resolve("spark.conf"), line + "\n").toString();
  }

  private String secret(String permissions) throws IOException {
    Path file = Files.writeString(temporary.resolve("secret"), "sesame\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions))
        .toString();
  }

  private static SparkConf conf(String master, String device, String secret, String properties) {
    return SparkSettings.of(
        new ClusterSettings(
            master,
            device,
            "/store",
            false,
            secret,
            properties,
            new ClusterSettings.Program(List.of(), List.of(), "Main", List.of()),
            "/data",
            List.of()),
        List.of());
  }
}
