package lamina.sweep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import lamina.config.Trial;
import lamina.config.TrialId;

/**
 * What the store holds of a sweep, at one moment.
 *
 * @param sweep its name
 * @param entries one a trial, seed by seed
 */
public record SweepStatus(String sweep, List<Entry> entries) {

  /** A trial and what its files say, without metrics. */
  public record Entry(String variant, Trial trial, TrialId id, RunState state) {
    /** E.g. {@code no mask, seed 0 (3fa94c21)}. */
    public String title() {
      return variant + ", seed " + trial.seed() + " (" + id.brief() + ")";
    }
  }

  public SweepStatus {
    entries = List.copyOf(entries);
  }

  /** Reads it off the files. */
  public static SweepStatus of(Sweep sweep, Store store) throws IOException {
    List<Trial> trials = sweep.trials();
    List<TrialId> ids = sweep.ids();
    List<RunState> states = store.states(ids, metric -> false);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < trials.size(); i++) {
      Variant variant = sweep.variants().get(i % sweep.variants().size());
      entries.add(new Entry(variant.name(), trials.get(i), ids.get(i), states.get(i)));
    }
    return new SweepStatus(sweep.name(), entries);
  }

  /** How many trials are in a state. */
  public long count(Class<? extends RunState> state) {
    return entries.stream().filter(entry -> state.isInstance(entry.state())).count();
  }

  /** Trials without a result, those whose outcome cannot be read among them. */
  public long failed() {
    return count(RunState.Failed.class) + count(RunState.Corrupt.class);
  }

  /** All counts in one line. */
  public String line() {
    return "%s: %d trials, %d done, %d failed, %d running, %d pending"
        .formatted(
            sweep,
            entries.size(),
            count(RunState.Completed.class),
            failed(),
            count(RunState.Running.class),
            count(RunState.Pending.class));
  }

  /** A line for each trial without a result, with its reason. */
  public List<String> troubles() {
    List<String> lines = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.state() instanceof RunState.Failed failed) {
        lines.add("failed: " + entry.title() + ": " + failed.reason());
      } else if (entry.state() instanceof RunState.Corrupt corrupt) {
        lines.add("unreadable: " + entry.title() + ": " + corrupt.reason());
      }
    }
    return lines;
  }
}
