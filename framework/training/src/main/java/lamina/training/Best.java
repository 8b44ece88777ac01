package lamina.training;

import java.util.SortedMap;
import java.util.TreeMap;
import lamina.config.Selection;

/**
 * The epoch whose parameters count, so far.
 *
 * @param epoch from 1; 0 before any
 * @param validation its validation metrics
 * @param values its parameters
 */
record Best(int epoch, SortedMap<String, Double> validation, float[] values) {

  static Best none() {
    return new Best(0, new TreeMap<>(), new float[0]);
  }

  /** The candidate where the rule prefers it; of equals, the first. */
  Best or(Best candidate, String metric, Selection rule) {
    boolean prefersCandidate =
        switch (rule) {
          case LAST -> true;
          case BEST_VALIDATION ->
              epoch == 0 || candidate.validation.get(metric) > validation.get(metric);
        };
    return prefersCandidate ? candidate : this;
  }
}
