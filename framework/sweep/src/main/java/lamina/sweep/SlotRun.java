package lamina.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import lamina.config.OwnMask;
import lamina.config.border.Assignment;
import lamina.config.border.AtomicFile;
import lamina.config.border.MechanismCode;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import lamina.config.border.RunLock;
import lamina.config.border.WorkerMessage;
import org.jspecify.annotations.Nullable;

/** One slot of a run: a long-lived worker that is given one trial after the other. */
final class SlotRun implements AutoCloseable {
  private static final int CRASHES_ALLOWED = 1;
  private static final int BAD_INPUT = 2;
  private static final int UNWRITABLE = 3;
  private static final int LOG_LINES = 20;
  private static final long POLL_MILLIS = 300;

  /** Polls for which a worker on another machine that was ended may still have its run. */
  private static final int LAST_BREATHS = 30;

  private final String device;
  private final Board board;
  private final Store store;
  private final Launcher launcher;
  private final @Nullable Duration timeout;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "trial timeout");
            thread.setDaemon(true);
            return thread;
          });
  private volatile @Nullable Worker worker;

  SlotRun(String device, Board board, Store store, Launcher launcher, @Nullable Duration timeout) {
    this.device = device;
    this.board = board;
    this.store = store;
    this.launcher = launcher;
    this.timeout = timeout;
  }

  void run() {
    try {
      for (Optional<Board.Task> next = board.take(); next.isPresent(); next = board.take()) {
        if (recordedMeanwhile(next.get())) {
          continue;
        }
        attempt(next.get());
        if (board.onlyWaitsForOthers()) {
          Thread.sleep(POLL_MILLIS);
        }
      }
    } catch (IOException e) {
      throw new RunException("store " + store.path() + " cannot be written: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether another process has finished the trial since this run was planned. */
  private boolean recordedMeanwhile(Board.Task task) throws IOException {
    RunState state = store.state(task.id());
    boolean recorded = state instanceof RunState.Completed || state instanceof RunState.Failed;
    if (recorded) {
      board.ended(task, state);
    }
    return recorded;
  }

  private void attempt(Board.Task task) throws IOException, InterruptedException {
    Worker at = ready();
    RunFolder folder = store.folder(task.id());
    AtomicBoolean late = new AtomicBoolean();
    AtomicBoolean stopped = new AtomicBoolean();
    ScheduledFuture<?> alarm = alarm(at, late);
    try {
      at.tell(
          new Assignment(
              task.trial().toJson(),
              folder.path().toAbsolutePath().toString(),
              MechanismCode.neededBy(task.trial().experiment())));
      WorkerMessage.Ending ending = follow(task, at, stopped);
      if (ending == null) {
        diedOf(task, folder, at, late.get(), stopped.get());
      } else if (ending == WorkerMessage.Ending.BUSY) {
        board.putBack(task, true);
      } else {
        board.ended(task, store.state(task.id()));
      }
    } catch (IOException brokenPipe) {
      diedOf(task, folder, at, late.get(), stopped.get());
    } finally {
      if (alarm != null) {
        alarm.cancel(false);
      }
    }
  }

  /** The ending of the trial in flight; null where the worker is gone. */
  private WorkerMessage.@Nullable Ending follow(Board.Task task, Worker at, AtomicBoolean stopped) {
    for (Optional<WorkerMessage> heard = at.hear(); heard.isPresent(); heard = at.hear()) {
      if (heard.get() instanceof WorkerMessage.Progress progress) {
        board.progress(task, progress);
      } else if (heard.get() instanceof WorkerMessage.Stopped) {
        stopped.set(true);
      } else if (heard.get() instanceof WorkerMessage.Ended ended
          && ended.trial().equals(task.id())) {
        return ended.ending();
      }
    }
    return null;
  }

  private @Nullable ScheduledFuture<?> alarm(Worker at, AtomicBoolean late) {
    if (timeout == null) {
      return null;
    }
    return clock.schedule(
        () -> {
          late.set(true);
          at.close();
        },
        timeout.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** A user's mechanism may end its worker with any code, so that of such a trial must be said. */
  private void diedOf(Board.Task task, RunFolder folder, Worker dead, boolean late, boolean stopped)
      throws IOException, InterruptedException {
    forget();
    int exitCode = dead.exitCode(); // waits: only then is the run's lock free on this machine
    if (board.isStopped()) {
      board.putBack(task, false);
      return;
    }
    boolean meant = stopped || OwnMask.in(task.trial().experiment().mask()).isEmpty();
    if (!late && meant && (exitCode == UNWRITABLE || exitCode == BAD_INPUT)) {
      board.putBack(task, false);
      throw new RunException("worker on " + device + " stopped: " + dead.lastWords());
    }
    if (task.crashes() < CRASHES_ALLOWED) {
      board.putBack(task.crashedOnceMore(), false);
      return;
    }
    String message =
        late
            ? "took longer than " + timeout.toSeconds() + " s"
            : "its worker ended with exit code " + exitCode;
    Outcome.Failure kind = late ? Outcome.Failure.TIMED_OUT : Outcome.Failure.CRASHED;
    recordFailure(task, folder, new Outcome.Failed(kind, message, log(folder, dead)));
  }

  /** Unless another process has taken the trial over since. */
  private void recordFailure(Board.Task task, RunFolder folder, Outcome.Failed failure)
      throws IOException, InterruptedException {
    Optional<RunLock> lock = RunLock.tryAcquire(folder);
    for (int i = 0; lock.isEmpty() && i < LAST_BREATHS; i++) {
      Thread.sleep(POLL_MILLIS);
      lock = RunLock.tryAcquire(folder);
    }
    if (lock.isEmpty()) {
      board.putBack(task, true);
      return;
    }
    try (RunLock held = lock.get()) {
      if (!Files.exists(folder.outcome())) {
        AtomicFile.write(folder.trial(), task.trial().toJson());
        AtomicFile.write(folder.outcome(), failure.toJson());
      }
    }
    board.ended(task, store.state(task.id()));
  }

  private static List<String> log(RunFolder folder, Worker dead) throws IOException {
    List<String> lines = new ArrayList<>();
    if (Files.exists(folder.log())) {
      lines.addAll(Files.readAllLines(folder.log()));
    }
    lines.addAll(dead.lastWords().lines().toList());
    return List.copyOf(lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
  }

  /** The slot's worker, started where there is none. */
  private Worker ready() throws IOException {
    Worker at = worker;
    if (at != null && at.isAlive()) {
      return at;
    }
    forget();
    String words = "";
    for (int attempt = 0; attempt < 2 && !board.isStopped(); attempt++) {
      at = launcher.start(device);
      worker = at;
      if (board.isStopped()) {
        // stop() may have come before there was anything to close
        at.close();
      }
      if (at.hear().orElse(null) instanceof WorkerMessage.Ready) {
        return at;
      }
      words = at.lastWords();
      boolean refused = at.exitCode() == BAD_INPUT;
      forget();
      if (refused) {
        throw new RunException(words);
      }
    }
    throw new RunException("no worker starts on " + device + ": " + words);
  }

  private void forget() {
    Worker at = worker;
    worker = null;
    if (at != null) {
      at.close();
    }
  }

  @Override
  public void close() {
    Worker at = worker;
    if (at != null) {
      at.close();
    }
    clock.shutdownNow();
  }
}
