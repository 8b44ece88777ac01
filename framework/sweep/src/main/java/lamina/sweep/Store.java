package lamina.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Predicate;
import lamina.config.ConfigException;
import lamina.config.TrialId;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import lamina.config.border.RunLock;

/**
 * The runs on disk: files that survive kill -9, that git can diff and any tool can read.
 *
 * @param path one folder a trial, named by its id
 */
public record Store(Path path) {
  /** More than there are cores: who reads a file waits for a disk or a network. */
  private static final int READERS = 16;

  public RunFolder folder(TrialId id) {
    return RunFolder.of(path, id);
  }

  /** Reads the state off the files, every time anew. */
  public RunState state(TrialId id) throws IOException {
    return state(id, metric -> true);
  }

  private RunState state(TrialId id, Predicate<String> metrics) throws IOException {
    RunFolder folder = folder(id);
    try {
      Outcome outcome = Outcome.fromJson(Files.readAllBytes(folder.outcome()), metrics);
      return outcome instanceof Outcome.Completed completed
          ? new RunState.Completed(completed)
          : new RunState.Failed((Outcome.Failed) outcome);
    } catch (NoSuchFileException noOutcome) {
      return RunLock.isHeld(folder) ? new RunState.Running() : new RunState.Pending();
    } catch (ConfigException unreadable) {
      return new RunState.Corrupt(folder.outcome() + ": " + unreadable.getMessage());
    }
  }

  /**
   * The states of many trials, in their order, read many at once.
   *
   * @param metrics which of a completed trial's there shall be: all of 100,000 trials take much
   *     memory and time
   */
  public List<RunState> states(List<TrialId> ids, Predicate<String> metrics) throws IOException {
    ForkJoinPool readers = new ForkJoinPool(READERS);
    try {
      return readers
          .submit(() -> ids.parallelStream().map(id -> read(id, metrics)).toList())
          .join();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      readers.shutdown();
    }
  }

  private RunState read(TrialId id, Predicate<String> metrics) {
    try {
      return state(id, metrics);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a failed trial pending again, unless somebody is at it already. */
  void forgetFailure(TrialId id) throws IOException {
    RunFolder folder = folder(id);
    var lock = RunLock.tryAcquire(folder);
    if (lock.isPresent()) {
      try (RunLock held = lock.get()) {
        if (state(id) instanceof RunState.Failed) {
          Files.delete(folder.outcome());
        }
      }
    }
  }
}
