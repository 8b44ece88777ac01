package lamina.task;

import java.util.Map;
import java.util.SortedMap;
import lamina.model.Pass;

/** Metrics of a split, gathered batch by batch. */
public interface Scores {
  /** Predicts the examples at {@code indices} and adds them. */
  void add(Pass pass, int[] indices);

  /** The metrics of everything added, by name. */
  SortedMap<String, Double> values();

  /** What was predicted, as files to keep beside the metrics: their text by name. */
  default Map<String, String> files() {
    return Map.of();
  }
}
