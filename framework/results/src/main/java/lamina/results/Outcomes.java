package lamina.results;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import lamina.config.ConfigException;
import lamina.config.border.Outcome;
import lamina.sweep.RunState;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.Variant;

/**
 * What the store knows of one variant.
 *
 * @param bySeed completed trials
 */
record Outcomes(Variant variant, Map<Long, Outcome.Completed> bySeed, int failed, int missing) {

  static List<Outcomes> of(Sweep sweep, Store store) throws IOException {
    List<RunState> states = store.states(sweep.ids());
    int variants = sweep.variants().size();
    List<Outcomes> all = new ArrayList<>();
    for (int v = 0; v < variants; v++) {
      Map<Long, Outcome.Completed> completed = new LinkedHashMap<>();
      int failed = 0;
      int missing = 0;
      for (int s = 0; s < sweep.seeds().size(); s++) {
        RunState state = states.get(s * variants + v);
        if (state instanceof RunState.Completed done) {
          completed.put(sweep.seeds().get(s), done.outcome());
        } else if (state instanceof RunState.Failed) {
          failed++;
        } else if (state instanceof RunState.Corrupt corrupt) {
          throw new ConfigException(corrupt.reason());
        } else {
          missing++;
        }
      }
      all.add(new Outcomes(sweep.variants().get(v), completed, failed, missing));
    }
    return all;
  }

  /** The metric's value of every completed seed that has it. */
  Map<Long, Double> metric(String name) {
    Map<Long, Double> values = new LinkedHashMap<>();
    bySeed.forEach(
        (seed, outcome) -> {
          Double value = outcome.metrics().get(name);
          if (value != null) {
            values.put(seed, value);
          }
        });
    return values;
  }

  OptionalLong parameters() {
    return bySeed.values().stream().mapToLong(Outcome.Completed::parameters).findFirst();
  }

  /** Refuses a metric that no completed trial has. */
  static void requireMetric(List<Outcomes> all, String name) {
    TreeSet<String> known = new TreeSet<>();
    for (Outcomes outcomes : all) {
      outcomes.bySeed().values().forEach(outcome -> known.addAll(outcome.metrics().keySet()));
    }
    if (!known.isEmpty() && !known.contains(name)) {
      throw new ConfigException("metric must be one of " + known + ", got '" + name + "'");
    }
  }
}
