package lamina.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import lamina.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the trials of a sweep that have no outcome yet, one worker a slot. A worker that dies or
 * hangs costs only the trial in flight. Several runs of one sweep at once share the work.
 */
public final class SweepRun {
  private final Sweep sweep;
  private final Store store;
  private final Launcher launcher;
  private final Slots slots;
  private final Options options;
  private final List<SlotRun> slotRuns = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable RuntimeException> broken = new AtomicReference<>();
  private volatile @Nullable Board board;
  private volatile boolean stopped;

  /**
   * What a user may choose of a run.
   *
   * @param timeout longest time of a trial; null for no limit
   * @param retryFailed whether failed trials are tried again
   */
  public record Options(@Nullable Duration timeout, boolean retryFailed) {
    public static final Options DEFAULT = new Options(null, false);
    private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);

    public Options {
      if (timeout != null && timeout.compareTo(SHORTEST_TIMEOUT) < 0) {
        throw new ConfigException("timeout must be at least 1 second, got " + timeout);
      }
    }
  }

  public SweepRun(Sweep sweep, Store store, Launcher launcher, Slots slots, Options options) {
    this.sweep = sweep;
    this.store = store;
    this.launcher = launcher;
    this.slots = slots;
    this.options = options;
  }

  /**
   * Runs to the end, or until {@link #stop}, which an interruption of this thread also is.
   *
   * @return the last state of things
   * @throws RunException where the store cannot be used, an outcome cannot be read, or no worker
   *     starts; everything finished stays finished
   */
  public Progress run(Progress.Listener listener) {
    Board all = plan(listener);
    board = all;
    if (stopped) {
      all.stop();
    }
    List<Thread> threads = new ArrayList<>();
    int waiting = all.snapshot().open();
    for (int i = 0; i < Math.min(slots.devices().size(), waiting); i++) {
      SlotRun slot = new SlotRun(slots.devices().get(i), all, store, launcher, options.timeout());
      slotRuns.add(slot);
      threads.add(new Thread(() -> runSlot(slot, all), "slot " + i));
    }
    threads.forEach(Thread::start);
    threads.forEach(this::join);
    RuntimeException error = broken.get();
    if (error != null) {
      throw error;
    }
    return all.snapshot();
  }

  /**
   * Ends all workers at once, or before they are started; what they had in flight goes on from its
   * last checkpoint next time.
   */
  public void stop() {
    stopped = true;
    Board all = board;
    if (all != null) {
      all.stop();
    }
    slotRuns.forEach(SlotRun::close);
  }

  private void runSlot(SlotRun slot, Board all) {
    try (slot) {
      slot.run();
    } catch (RuntimeException e) {
      // what a stopped slot says of its killed worker is no news
      if (!all.isStopped() && broken.compareAndSet(null, e)) {
        all.stop();
        slotRuns.forEach(SlotRun::close);
      }
    }
  }

  private Board plan(Progress.Listener listener) {
    int done = 0;
    List<Progress.Failure> failures = new ArrayList<>();
    List<Board.Task> pending = new ArrayList<>();
    try {
      refuseReadOnly();
      for (SweepStatus.Entry entry : SweepStatus.of(sweep, store).entries()) {
        Board.Task task = new Board.Task(entry.trial(), entry.id(), entry.variant(), 0);
        if (entry.state() instanceof RunState.Corrupt corrupt) {
          throw new RunException(
              corrupt.reason() + "; look at it, then delete the file to train the trial again");
        }
        if (entry.state() instanceof RunState.Completed) {
          done++;
        } else if (entry.state() instanceof RunState.Failed && !options.retryFailed()) {
          failures.add(Board.failure(task, entry.state()));
        } else {
          if (entry.state() instanceof RunState.Failed) {
            store.forgetFailure(entry.id());
          }
          pending.add(task);
        }
      }
    } catch (IOException e) {
      throw new RunException("store " + store.path() + " cannot be used: " + e, e);
    }
    return new Board(done, failures, pending, listener);
  }

  private void refuseReadOnly() throws IOException {
    Files.createDirectories(store.path());
    Path probe = Files.createTempFile(store.path(), "probe-", ".tmp");
    try {
      Files.writeString(probe, "a run writes here");
    } finally {
      Files.delete(probe);
    }
  }

  private void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
        stop();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
