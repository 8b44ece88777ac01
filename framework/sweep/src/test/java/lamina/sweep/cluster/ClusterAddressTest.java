package lamina.sweep.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import lamina.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterAddressTest {
  private static final ClusterAddress HERE = new ClusterAddress("spark://localhost:7077");
  private static final ClusterAddress THERE = new ClusterAddress("spark://192.0.2.1:7077");

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"", "local[2]", "spark://host", "spark://:7077", "host:7077", "yarn-x"})
  void anAddressThatIsNoneIsRefused(String written) {
    assertThatThrownBy(() -> new ClusterAddress(written))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "--cluster must be spark://HOST:PORT, yarn or k8s://URL, got '" + written + "'");
  }

  @Test
  void loopbackIsWhereAllMastersAre() {
    assertThat(HERE.isLoopback()).isTrue();
    assertThat(THERE.isLoopback()).isFalse();
    assertThat(new ClusterAddress("spark://127.0.0.1:1,192.0.2.1:1").isLoopback()).isFalse();
    assertThat(new ClusterAddress("yarn").isLoopback()).isFalse();
    assertThat(new ClusterAddress("k8s://https://127.0.0.1:6443").isLoopback()).isFalse();
  }

  @Test
  void offLoopbackAClusterOfItsOwnNeedsASecret() {
    assertThat(ClusterSecret.of(HERE, "")).isEmpty();
    assertThat(ClusterSecret.of(new ClusterAddress("yarn"), "")).isEmpty();
    assertThatThrownBy(() -> ClusterSecret.of(THERE, ""))
        .hasMessage(
            "--secret-file or LAMINA_CLUSTER_SECRET must hold the cluster's secret where its master"
                + " is not on loopback, got --cluster spark://192.0.2.1:7077 alone");
  }

  @Test
  void aSecretIsReadableByItsOwnerAlone() throws IOException {
    Path file = Files.writeString(temporary.resolve("secret"), "sesame\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> ClusterSecret.of(THERE, file.toString()))
        .hasMessageContaining("--secret-file must be readable by its owner alone (chmod 600)");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(ClusterSecret.of(THERE, file.toString())).contains("sesame");
    Files.writeString(file, "\n");
    assertThatThrownBy(() -> ClusterSecret.of(THERE, file.toString()))
        .hasMessageContaining("--secret-file must hold a secret");
  }
}
