package lamina.metric.moments;

import java.util.List;

/** The ten thresholds of overlap, 0.5 to 0.95. */
final class IouThresholds {
  private static final double[] VALUES = {0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95};
  private static final List<String> KEYS =
      List.of("0.5", "0.55", "0.6", "0.65", "0.7", "0.75", "0.8", "0.85", "0.9", "0.95");

  static final int COUNT = VALUES.length;

  private IouThresholds() {}

  static double value(int index) {
    return VALUES[index];
  }

  static String key(int index) {
    return KEYS.get(index);
  }

  static int index(String key) {
    return KEYS.indexOf(key);
  }
}
