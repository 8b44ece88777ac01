package lamina.sweep.cluster;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import lamina.config.ConfigException;

/** What driver and machines know and nobody else does. It is never on a command line. */
public final class ClusterSecret {
  /** The variable that holds it where no file does. */
  public static final String VARIABLE = "LAMINA_CLUSTER_SECRET";

  private static final Set<PosixFilePermission> OTHERS =
      Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

  private ClusterSecret() {}

  /**
   * The secret of a cluster; nothing where it needs none.
   *
   * @param file where it is; empty for the variable
   * @throws ConfigException where it is missing or others can read it
   */
  public static Optional<String> of(ClusterAddress address, String file) {
    Optional<String> secret =
        file.isEmpty()
            ? Optional.ofNullable(System.getenv(VARIABLE)).filter(text -> !text.isBlank())
            : Optional.of(read(Path.of(file)));
    if (secret.isEmpty() && address.isStandalone() && !address.isLoopback()) {
      throw new ConfigException(
          "--secret-file or %s must hold the cluster's secret where its master is not on loopback, got --cluster %s alone"
              .formatted(VARIABLE, address.written()));
    }
    return secret;
  }

  private static String read(Path file) {
    try {
      boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
      if (posix && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
        throw new ConfigException(
            "--secret-file must be readable by its owner alone (chmod 600), got " + file);
      }
      String text = Files.readString(file).strip();
      if (text.isEmpty()) {
        throw new ConfigException("--secret-file must hold a secret, got an empty file " + file);
      }
      return text;
    } catch (IOException e) {
      throw new ConfigException("--secret-file must be a readable file, got " + file, e);
    }
  }
}
