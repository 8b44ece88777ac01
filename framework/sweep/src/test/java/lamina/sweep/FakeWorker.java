package lamina.sweep;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lamina.config.Trial;
import lamina.config.border.Assignment;
import lamina.config.border.AtomicFile;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import lamina.config.border.RunLock;
import lamina.config.border.WorkerMessage;

/**
 * Keeps to the worker's side of the border without training anything, and writes every finished
 * trial into a journal. Seeds say how it misbehaves: {@value #CRASHES} always crashes, {@value
 * #CRASHES_ONCE} once, {@value #HANGS} never ends, {@value #BABBLES} prints what is no message,
 * {@value #EXITS} ends with the code of a worker that is stopped, {@value #STOPS} is one.
 */
final class FakeWorker {
  static final long CRASHES = 100;
  static final long CRASHES_ONCE = 101;
  static final long HANGS = 102;
  static final long BABBLES = 103;
  static final long EXITS = 104;
  static final long STOPS = 105;
  private static final long WORK_MILLIS = 40;

  private FakeWorker() {}

  public static void main(String[] arguments) throws Exception {
    Path journal = Path.of(arguments[0]);
    if (Files.exists(journal.resolveSibling("refuse"))) {
      System.err.println("device " + arguments[2] + " is not there");
      System.exit(2);
    }
    if (Files.exists(journal.resolveSibling("broken"))) {
      System.err.println("the library cannot be loaded");
      System.exit(1);
    }
    System.out.println(new WorkerMessage.Ready("cpu").toLine());
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      take(Assignment.fromLine(line), journal);
    }
  }

  private static void take(Assignment assignment, Path journal) throws Exception {
    Trial trial = Trial.fromJson(assignment.trial());
    RunFolder folder = new RunFolder(Path.of(assignment.folder()));
    Optional<RunLock> lock = RunLock.tryAcquire(folder);
    if (lock.isEmpty()) {
      say(new WorkerMessage.Ended(trial.id(), WorkerMessage.Ending.BUSY));
      return;
    }
    try (RunLock held = lock.get()) {
      if (!Files.exists(folder.outcome())) {
        AtomicFile.write(folder.trial(), trial.toJson());
        misbehave(trial, folder);
        say(new WorkerMessage.Progress(trial.id(), 0.5, 1.5));
        Thread.sleep(WORK_MILLIS);
        finish(trial, folder, journal);
      }
    }
    say(new WorkerMessage.Ended(trial.id(), WorkerMessage.Ending.RECORDED));
  }

  private static void misbehave(Trial trial, RunFolder folder) throws Exception {
    Path once = folder.path().resolve("crashed-once");
    if (trial.seed() == CRASHES || (trial.seed() == CRASHES_ONCE && !Files.exists(once))) {
      Files.createFile(folder.path().resolve("crashed-once-" + System.nanoTime()));
      Files.writeString(once, "");
      Files.writeString(folder.log(), "about to crash\n");
      System.err.println("it hurts");
      Runtime.getRuntime().halt(134);
    }
    if (trial.seed() == STOPS) {
      say(new WorkerMessage.Stopped("data are missing"));
      System.err.println("data are missing");
    }
    if (trial.seed() == STOPS || trial.seed() == EXITS) {
      Runtime.getRuntime().halt(2);
    }
    if (trial.seed() == HANGS) {
      Thread.sleep(Long.MAX_VALUE);
    }
    if (trial.seed() == BABBLES) {
      System.out.println("{\"kind\": \"poetry\"}\nnot even JSON");
    }
  }

  private static void finish(Trial trial, RunFolder folder, Path journal) throws IOException {
    Files.writeString(
        journal, trial.id().hex() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    double score = (trial.id().hashCode() & 0xff) / 256.0;
    AtomicFile.write(
        folder.outcome(),
        new Outcome.Completed(new TreeMap<>(Map.of("test/accuracy", score)), 1, 1, 1).toJson());
  }

  private static void say(WorkerMessage message) {
    System.out.println(message.toLine());
  }
}
