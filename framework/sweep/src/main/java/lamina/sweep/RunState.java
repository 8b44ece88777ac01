package lamina.sweep;

import lamina.config.border.Outcome;

/** What the files of a run say about it. */
public sealed interface RunState {
  /** No outcome yet, and nobody at work. */
  record Pending() implements RunState {}

  /** A process holds the run's lock. */
  record Running() implements RunState {}

  record Completed(Outcome.Completed outcome) implements RunState {}

  record Failed(Outcome.Failed outcome) implements RunState {
    /** In one line. */
    public String reason() {
      return outcome.failure().written() + ": " + outcome.message();
    }
  }

  /** There is an outcome, and it cannot be read. */
  record Corrupt(String reason) implements RunState {}
}
