package lamina.task.classification;

import java.util.SplittableRandom;
import lamina.config.Randomness;

/**
 * What random choices in an epoch are derived from, so that a resumed trial makes the same.
 *
 * @param seed the trial's
 * @param epoch from 1; 0 before any training
 */
record Chance(long seed, int epoch) {
  /** For one purpose in one example. */
  SplittableRandom source(String purpose, int example) {
    return Randomness.source(seed, purpose + " in epoch " + epoch + " of example " + example);
  }
}
