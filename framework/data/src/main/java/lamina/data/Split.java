package lamina.data;

import lamina.config.Randomness;

/** The parts of the data. What is in one part is in no other. */
public enum Split {
  TRAIN,
  VALIDATION,
  TEST;

  private static final int TRAIN_PERCENT = 70;
  private static final int VALIDATION_PERCENT = 15;

  /** Where a thing belongs, by its name alone: the same on every machine. */
  static Split of(String name) {
    long percent = Long.remainderUnsigned(Randomness.seed(0, "split of " + name), 100);
    if (percent < TRAIN_PERCENT) {
      return TRAIN;
    }
    return percent < TRAIN_PERCENT + VALIDATION_PERCENT ? VALIDATION : TEST;
  }
}
