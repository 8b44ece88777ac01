package lamina.results.paper;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import lamina.config.Json;

/**
 * How long the trials behind kept tables took, by the clock, each on one core; of the last attempt
 * where one was resumed.
 */
record TrialTimes(Map<String, Double> seconds) {
  private static final double SECONDS_A_MINUTE = 60;
  private static final double MINUTES_AN_HOUR = 60;

  /** Of a sweep; empty where it has left no provenance. */
  static TrialTimes of(Path results, String sweep) throws IOException {
    Map<String, Double> seconds = new TreeMap<>();
    Path provenance = results.resolve(sweep).resolve("provenance.json");
    if (Files.isRegularFile(provenance)) {
      for (Map.Entry<String, JsonNode> trial :
          Json.parse(Files.readString(provenance)).path("secondsOfTrial").properties()) {
        seconds.put(trial.getKey(), trial.getValue().asDouble());
      }
    }
    return new TrialTimes(seconds);
  }

  /** A trial that both have counts once. */
  TrialTimes and(TrialTimes others) {
    Map<String, Double> all = new TreeMap<>(seconds);
    all.putAll(others.seconds);
    return new TrialTimes(all);
  }

  int trials() {
    return seconds.size();
  }

  /** As in {@code 58 min} or {@code 3.4 h}, where so many run side by side. */
  String on(int cores) {
    double minutes = seconds.values().stream().mapToDouble(s -> s).sum() / SECONDS_A_MINUTE / cores;
    return minutes < 2 * MINUTES_AN_HOUR
        ? String.format(Locale.ROOT, "%.0f min", minutes)
        : String.format(Locale.ROOT, "%.1f h", minutes / MINUTES_AN_HOUR);
  }
}
