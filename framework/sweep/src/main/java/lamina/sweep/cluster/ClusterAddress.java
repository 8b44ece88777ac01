package lamina.sweep.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import lamina.config.ConfigException;

/**
 * Where a cluster is.
 *
 * @param written {@code spark://HOST:PORT}, several masters as {@code spark://A:PORT,B:PORT};
 *     {@code yarn}; {@code k8s://URL}
 */
public record ClusterAddress(String written) {
  private static final String STANDALONE = "spark://";
  private static final Pattern FORM =
      Pattern.compile("spark://[^:,/\\s]+:\\d{1,5}(,[^:,/\\s]+:\\d{1,5})*|yarn|k8s://\\S+");

  /**
   * @throws ConfigException for anything else
   */
  public ClusterAddress {
    if (!FORM.matcher(written).matches()) {
      throw new ConfigException(
          "--cluster must be spark://HOST:PORT, yarn or k8s://URL, got '" + written + "'");
    }
  }

  /** Whether the cluster has masters of its own, with whom a secret has to be shared. */
  public boolean isStandalone() {
    return written.startsWith(STANDALONE);
  }

  /** The first master. */
  public String host() {
    return masters()[0].split(":")[0];
  }

  /** Whether nobody but this machine can reach its masters. */
  public boolean isLoopback() {
    return isStandalone()
        && Arrays.stream(masters()).allMatch(each -> isLoopback(each.split(":")[0]));
  }

  private String[] masters() {
    return written.substring(STANDALONE.length()).split(",");
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
