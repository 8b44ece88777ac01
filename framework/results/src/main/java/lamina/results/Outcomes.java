package lamina.results;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import lamina.config.ConfigException;
import lamina.config.Trial;
import lamina.config.border.MeasuredCost;
import lamina.config.border.Outcome;
import lamina.config.cost.Cost;
import lamina.sweep.RunState;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.Variant;

/**
 * What the store knows of one variant.
 *
 * @param bySeed completed trials
 */
record Outcomes(
    Variant variant,
    Map<Long, Outcome.Completed> bySeed,
    int failed,
    int missing,
    VariantCost cost) {

  static List<Outcomes> of(Sweep sweep, Store store) throws IOException {
    List<Outcomes> all = new ArrayList<>();
    for (Variant variant : sweep.variants()) {
      Map<Long, Outcome.Completed> completed = new LinkedHashMap<>();
      int failed = 0;
      int missing = 0;
      for (long seed : sweep.seeds()) {
        RunState state = store.state(Trial.of(variant.experiment(), seed).id());
        if (state instanceof RunState.Completed done) {
          completed.put(seed, done.outcome());
        } else if (state instanceof RunState.Failed) {
          failed++;
        } else if (state instanceof RunState.Corrupt corrupt) {
          throw new ConfigException(corrupt.reason());
        } else {
          missing++;
        }
      }
      all.add(new Outcomes(variant, completed, failed, missing, cost(variant, sweep, store)));
    }
    return all;
  }

  private static VariantCost cost(Variant variant, Sweep sweep, Store store) throws IOException {
    Optional<MeasuredCost> measured = Optional.empty();
    for (long seed : sweep.seeds()) {
      if (measured.isEmpty()) {
        measured = RunFiles.costs(store.folder(Trial.of(variant.experiment(), seed).id()));
      }
    }
    Optional<MeasuredCost> found = measured;
    Optional<Cost> counted =
        Cost.of(variant.experiment())
            .or(() -> found.map(cost -> Cost.of(variant.experiment(), cost.language())));
    return new VariantCost(counted, found);
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

  /** Trainable ones: as a trial says, else as they are counted. */
  OptionalLong parameters() {
    OptionalLong trained =
        bySeed.values().stream().mapToLong(Outcome.Completed::parameters).findFirst();
    return trained.isPresent()
        ? trained
        : cost.counted().stream().mapToLong(Cost::trainable).findFirst();
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
