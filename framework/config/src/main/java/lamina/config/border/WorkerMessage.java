package lamina.config.border;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import lamina.config.Json;
import lamina.config.TrialId;

/** What a worker says on its standard output, one line of JSON each. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = WorkerMessage.Ready.class, name = "ready"),
  @JsonSubTypes.Type(value = WorkerMessage.Progress.class, name = "progress"),
  @JsonSubTypes.Type(value = WorkerMessage.Ended.class, name = "ended"),
  @JsonSubTypes.Type(value = WorkerMessage.Stopped.class, name = "stopped"),
})
public sealed interface WorkerMessage {

  /** The engine has started; assignments are welcome. */
  record Ready(String device) implements WorkerMessage {}

  /**
   * How far the trial in flight is.
   *
   * @param share of the trial's steps that are done, 0 to 1
   * @param loss of the last step
   */
  record Progress(TrialId trial, double share, double loss) implements WorkerMessage {}

  /** The trial in flight is over, and the worker free. */
  record Ended(TrialId trial, Ending ending) implements WorkerMessage {}

  /** The worker ends itself; without it, what it ran has ended it. */
  record Stopped(String reason) implements WorkerMessage {}

  /** How a trial ended for the worker. */
  enum Ending {
    /** {@code outcome.json} says how. */
    RECORDED,
    /** Another process holds the run's lock. Nothing was done. */
    BUSY
  }

  default String toLine() {
    return Json.line(this);
  }

  static WorkerMessage fromLine(String line) {
    return Json.read(line, WorkerMessage.class);
  }
}
