package lamina.acceptance;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import lamina.config.Trial;
import lamina.config.border.Assignment;
import lamina.config.border.AtomicFile;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import lamina.config.border.RunLock;
import lamina.config.border.WorkerMessage;

/**
 * A worker whose trials only sleep, so that what is left is the cost of scheduling. The score is a
 * function of the trial, as a trained one's is.
 */
final class SleepingWorker {
  private SleepingWorker() {}

  /** Arguments: milliseconds a trial, bytes of its parameters. */
  public static void main(String[] arguments) throws Exception {
    long millis = Long.parseLong(arguments[0]);
    byte[] parameters = new byte[Integer.parseInt(arguments[1])];
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    say(new WorkerMessage.Ready("cpu"));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Assignment assignment = Assignment.fromLine(line);
      Trial trial = Trial.fromJson(assignment.trial());
      RunFolder folder = new RunFolder(Path.of(assignment.folder()));
      var lock = RunLock.tryAcquire(folder);
      if (lock.isEmpty()) {
        say(new WorkerMessage.Ended(trial.id(), WorkerMessage.Ending.BUSY));
        continue;
      }
      try (RunLock held = lock.get()) {
        AtomicFile.write(folder.trial(), trial.toJson());
        Thread.sleep(millis);
        if (parameters.length > 0) {
          AtomicFile.write(folder.parameters(), ByteBuffer.wrap(parameters));
        }
        double score = (trial.id().hashCode() & 0xff) / 256.0;
        AtomicFile.write(
            folder.outcome(),
            new Outcome.Completed(new TreeMap<>(Map.of("test/accuracy", score)), 1, 1, 1).toJson());
      }
      say(new WorkerMessage.Ended(trial.id(), WorkerMessage.Ending.RECORDED));
    }
  }

  private static void say(WorkerMessage message) {
    System.out.println(message.toLine());
  }
}
