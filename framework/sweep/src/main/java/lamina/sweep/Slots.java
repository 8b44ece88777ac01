package lamina.sweep;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import lamina.config.ConfigException;

/**
 * Where trials run, one at a time each.
 *
 * @param devices the device of each slot, {@code cpu} or {@code gpu:N}
 */
public record Slots(List<String> devices) {
  private static final int MOST_WORKERS = 256;
  private static final int MOST_UNASKED = 4;

  /**
   * Reads the command's options.
   *
   * @param devices {@code cpu}, or GPUs as in {@code gpu:0,gpu:1}: one trial a device
   * @param workers CPU workers; null for as many as there are cores, four at most, or for GPUs
   */
  public static Slots of(String devices, @org.jspecify.annotations.Nullable Integer workers) {
    List<String> named = Arrays.asList(devices.split(",", -1));
    for (String device : named) {
      if (!device.matches("cpu|gpu:\\d{1,3}")) {
        throw new ConfigException("--devices must be cpu or gpu:N,gpu:N, got '" + devices + "'");
      }
    }
    if (named.stream().distinct().count() < named.size()) {
      throw new ConfigException("--devices must differ from each other, got '" + devices + "'");
    }
    if (!named.contains("cpu")) {
      if (workers != null) {
        throw new ConfigException("--workers must be left out with GPUs, got " + workers);
      }
      return new Slots(named);
    }
    int count = workers == null ? usualWorkers() : workers;
    if (named.size() > 1) {
      throw new ConfigException("--devices must be either cpu or GPUs, got '" + devices + "'");
    }
    if (count < 1 || count > MOST_WORKERS) {
      throw new ConfigException("--workers must be from 1 to " + MOST_WORKERS + ", got " + count);
    }
    return new Slots(Collections.nCopies(count, "cpu"));
  }

  private static int usualWorkers() {
    return Math.min(MOST_UNASKED, Runtime.getRuntime().availableProcessors());
  }
}
