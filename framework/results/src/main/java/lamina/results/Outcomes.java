package lamina.results;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.IntStream;
import lamina.config.ConfigException;
import lamina.config.OwnMask;
import lamina.config.TrialId;
import lamina.config.border.MeasuredCost;
import lamina.config.border.Outcome;
import lamina.cost.Cost;
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

  /**
   * With one metric of each trial and no other.
   *
   * @throws ConfigException for a metric that no completed trial has, or an unreadable outcome
   */
  static List<Outcomes> of(Sweep sweep, Store store, String metric) throws IOException {
    List<TrialId> ids = sweep.ids();
    List<RunState> states = store.states(ids, metric::equals);
    if (metrics(states).isEmpty()) {
      requireMetric(store.states(ids, any -> true), metric);
    }
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
      Variant variant = sweep.variants().get(v);
      VariantCost cost = cost(variant, bySeed(ids, v, variants), store);
      all.add(new Outcomes(variant, completed, failed, missing, cost));
    }
    return all;
  }

  private static List<TrialId> bySeed(List<TrialId> ids, int variant, int variants) {
    return IntStream.iterate(variant, i -> i < ids.size(), i -> i + variants)
        .mapToObj(ids::get)
        .toList();
  }

  /** As measured beside the first trial that it was measured beside. */
  private static VariantCost cost(Variant variant, List<TrialId> trials, Store store)
      throws IOException {
    Optional<MeasuredCost> measured = Optional.empty();
    for (int i = 0; i < trials.size() && measured.isEmpty(); i++) {
      measured = RunFiles.costs(store.folder(trials.get(i)));
    }
    Optional<MeasuredCost> found = measured;
    if (!OwnMask.in(variant.experiment().mask()).isEmpty() && !isCounted(variant, trials, store)) {
      return new VariantCost(Optional.empty(), found);
    }
    Optional<Cost> counted =
        Cost.of(variant.experiment())
            .or(() -> found.map(cost -> Cost.of(variant.experiment(), cost.language())));
    return new VariantCost(counted, found);
  }

  /** Whether a user's mask was counted in this process, or by a run: reading asks no mechanism. */
  private static boolean isCounted(Variant variant, List<TrialId> trials, Store store)
      throws IOException {
    for (int i = 0; i < trials.size() && OwnMask.known(variant.experiment()).isEmpty(); i++) {
      RunFiles.counted(store.folder(trials.get(i)))
          .ifPresent(count -> OwnMask.keep(variant.experiment(), count));
    }
    return OwnMask.known(variant.experiment()).isPresent();
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

  private static TreeSet<String> metrics(List<RunState> states) {
    TreeSet<String> known = new TreeSet<>();
    for (RunState state : states) {
      if (state instanceof RunState.Completed done) {
        known.addAll(done.outcome().metrics().keySet());
      }
    }
    return known;
  }

  private static void requireMetric(List<RunState> states, String name) {
    TreeSet<String> known = metrics(states);
    if (!known.isEmpty() && !known.contains(name)) {
      throw new ConfigException("metric must be one of " + known + ", got '" + name + "'");
    }
  }
}
