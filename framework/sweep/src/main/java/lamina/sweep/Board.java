package lamina.sweep;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lamina.config.Trial;
import lamina.config.TrialId;
import lamina.config.border.WorkerMessage;

/** Who does what in a run: the queue, the trials in flight, and the counts. Safe for all slots. */
final class Board {
  private final int trials;
  private final int doneBefore;
  private final Deque<Task> waiting = new ArrayDeque<>();
  private final Map<TrialId, Progress.InFlight> running = new HashMap<>();
  private final Set<TrialId> elsewhere = new HashSet<>();
  private final Instant began = Instant.now();
  private final Progress.Listener listener;
  private final List<Progress.Failure> failures;
  private int done;
  private boolean stopped;

  /** A trial to be done, and how often a worker has died of it. */
  record Task(Trial trial, TrialId id, String variant, int crashes) {
    Task crashedOnceMore() {
      return new Task(trial, id, variant, crashes + 1);
    }
  }

  Board(int done, List<Progress.Failure> failures, List<Task> pending, Progress.Listener listener) {
    this.trials = done + failures.size() + pending.size();
    this.doneBefore = done;
    this.done = done;
    this.failures = new ArrayList<>(failures);
    this.waiting.addAll(pending);
    this.listener = listener;
    tell();
  }

  /** The next trial, or nothing when there is none left to hand out. */
  synchronized Optional<Task> take() {
    Task task = stopped ? null : waiting.poll();
    if (task != null) {
      running.put(task.id(), inFlight(task, 0, Double.NaN));
      tell();
    }
    return Optional.ofNullable(task);
  }

  synchronized void progress(Task task, WorkerMessage.Progress message) {
    running.put(task.id(), inFlight(task, message.share(), message.loss()));
    tell();
  }

  synchronized void ended(Task task, RunState state) {
    running.remove(task.id());
    elsewhere.remove(task.id());
    if (state instanceof RunState.Completed) {
      done++;
    } else {
      failures.add(failure(task, state));
    }
    tell();
  }

  /** Puts a trial to the end of the queue: it was interrupted, or another process has it. */
  synchronized void putBack(Task task, boolean heldElsewhere) {
    running.remove(task.id());
    if (heldElsewhere) {
      elsewhere.add(task.id());
    }
    waiting.add(task);
    tell();
  }

  /** Whether every trial that waits is held by another process: there is nothing to do but wait. */
  synchronized boolean onlyWaitsForOthers() {
    return !waiting.isEmpty() && waiting.stream().allMatch(task -> elsewhere.contains(task.id()));
  }

  synchronized void stop() {
    stopped = true;
  }

  synchronized boolean isStopped() {
    return stopped;
  }

  synchronized Progress snapshot() {
    return new Progress(
        trials,
        doneBefore,
        done,
        failures,
        Progress.sorted(running.values()),
        Duration.between(began, Instant.now()));
  }

  static Progress.Failure failure(Task task, RunState state) {
    String reason =
        state instanceof RunState.Failed failed ? failed.reason() : "its outcome cannot be read";
    return new Progress.Failure(task.variant(), task.trial().seed(), reason);
  }

  private void tell() {
    listener.changed(snapshot());
  }

  private static Progress.InFlight inFlight(Task task, double share, double loss) {
    return new Progress.InFlight(task.variant(), task.trial().seed(), share, loss);
  }
}
