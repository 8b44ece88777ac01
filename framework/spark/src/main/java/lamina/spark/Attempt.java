package lamina.spark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import lamina.config.border.RunFolder;
import lamina.config.border.RunLock;
import lamina.config.border.WorkerMessage;
import lamina.spark.Call.Answer;
import org.jspecify.annotations.Nullable;

/**
 * A trial in flight, seen from the driver. Spark may give it to one task after another, when
 * machines die; only what the last one of them sends is taken, and what has arrived becomes the
 * trial's files all at once, the outcome last. Unless a machine writes into the store itself, the
 * driver holds the run's lock meanwhile.
 */
final class Attempt {
  private static final Pattern PLAIN = Pattern.compile("(mechanism/)?[^./\\\\][^/\\\\]*");

  private final RunFolder folder;
  private final Path arriving;
  private final Consumer<WorkerMessage> heard;
  private @Nullable RunLock lock;
  private long task = -1;
  private boolean over;
  private String trouble = "";

  Attempt(RunFolder folder, Consumer<WorkerMessage> heard) {
    this.folder = folder;
    this.arriving = folder.path().resolve("arriving");
    this.heard = heard;
  }

  /** Tasks are numbered in their order: one with a smaller number has been replaced. */
  synchronized Answer begin(long by, boolean inPlace) {
    if (over || by < task) {
      return Answer.OVER;
    }
    task = by;
    return writing(
        () -> {
          if (lock == null) {
            lock = RunLock.tryAcquire(folder).orElse(null);
          }
          if (lock == null) {
            return Answer.BUSY;
          }
          Depot.deleteTree(arriving);
          if (inPlace) {
            release();
          }
          return Files.exists(folder.outcome()) ? Answer.RECORDED : Answer.GO;
        });
  }

  synchronized void said(long by, String line) {
    if (!over && by == task) {
      heard.accept(WorkerMessage.fromLine(line));
    }
  }

  /** Some of the trial's files. */
  synchronized Answer take(long by, List<Call.Part> parts) {
    if (over || by != task) {
      return Answer.OVER;
    }
    return writing(
        () -> {
          write(parts);
          return Answer.GO;
        });
  }

  /** The last of the trial's files, and what all of them must be. */
  synchronized Answer commit(long by, List<Call.Part> parts, Map<String, String> checksums) {
    if (over || by != task) {
      return Answer.OVER;
    }
    return writing(
        () -> {
          write(parts);
          for (Map.Entry<String, String> sent : checksums.entrySet()) {
            makeSure(arrived(sent.getKey()), sent.getValue());
          }
          for (String name : outcomeLast(checksums)) {
            Path target = folder.path().resolve(name);
            Files.createDirectories(target.getParent());
            Files.move(
                arriving.resolve(name),
                target,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
          }
          Files.deleteIfExists(folder.checkpoint());
          return Answer.RECORDED;
        });
  }

  private void write(List<Call.Part> parts) throws IOException {
    for (Call.Part part : parts) {
      Path file = arrived(part.file());
      Files.createDirectories(file.getParent());
      try (FileChannel out =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(part.bytes());
        while (bytes.hasRemaining()) {
          out.write(bytes, part.from() + bytes.position());
        }
      }
    }
  }

  private Path arrived(String name) throws IOException {
    if (!PLAIN.matcher(name).matches() || name.equals(folder.lock().getFileName().toString())) {
      throw new IOException("a trial's file must have a plain name, got '" + name + "'");
    }
    return arriving.resolve(name);
  }

  /** A file that has arrived is on the disk, and the one that was sent. */
  private static void makeSure(Path file, String checksum) throws IOException {
    try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
      written.force(true);
    }
    if (!Bundle.checksum(file).equals(checksum)) {
      throw new IOException(file.getFileName() + " has arrived damaged");
    }
  }

  private List<String> outcomeLast(Map<String, String> checksums) throws NoSuchFileException {
    List<String> names = new ArrayList<>(checksums.keySet());
    String outcome = folder.outcome().getFileName().toString();
    if (!names.remove(outcome)) {
      throw new NoSuchFileException(outcome);
    }
    names.add(outcome);
    return names;
  }

  /** Why the driver cannot write; empty where it can. */
  synchronized String trouble() {
    return trouble;
  }

  /** From now on nothing is taken. */
  synchronized void end() {
    over = true;
    try (RunLock held = lock) {
      lock = null;
      if (held != null) {
        Depot.deleteTree(arriving);
      }
    } catch (IOException e) {
      trouble = folder.path() + " cannot be tidied up: " + e;
    }
  }

  private void release() throws IOException {
    RunLock held = lock;
    lock = null;
    if (held != null) {
      held.close();
    }
  }

  @FunctionalInterface
  private interface Step {
    Answer run() throws IOException;
  }

  private Answer writing(Step step) {
    try {
      return step.run();
    } catch (IOException e) {
      trouble = folder.path() + " cannot be used: " + e;
      return Answer.UNWRITABLE;
    }
  }
}
