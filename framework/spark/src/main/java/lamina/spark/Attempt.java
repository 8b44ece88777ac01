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
import lamina.config.border.RunFolder;
import lamina.config.border.RunLock;
import lamina.config.border.WorkerMessage;
import lamina.spark.Call.Leave;
import org.jspecify.annotations.Nullable;

/**
 * A trial in flight, seen from the driver. Spark may give it to one task after another, when
 * machines die; only what the last one of them sends is taken, and what has arrived becomes the
 * trial's files all at once, the outcome last. Unless a machine writes into the store itself, the
 * driver holds the run's lock meanwhile.
 */
final class Attempt {
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

  synchronized Leave begin(long by, boolean inPlace) {
    if (over) {
      return Leave.OVER;
    }
    task = by;
    return writing(
        () -> {
          if (inPlace) {
            release();
            return Leave.GO;
          }
          if (lock == null) {
            lock = RunLock.tryAcquire(folder).orElse(null);
          }
          if (lock == null) {
            return Leave.BUSY;
          }
          Depot.deleteTree(arriving);
          return Files.exists(folder.outcome()) ? Leave.RECORDED : Leave.GO;
        });
  }

  synchronized void said(long by, String line) {
    if (!over && by == task) {
      heard.accept(WorkerMessage.fromLine(line));
    }
  }

  /** Some of the trial's files. */
  synchronized Leave take(long by, List<Call.Part> parts) {
    if (over || by != task) {
      return Leave.OVER;
    }
    return writing(
        () -> {
          write(parts);
          return Leave.GO;
        });
  }

  /** The last of the trial's files, and what all of them must be. */
  synchronized Leave commit(long by, List<Call.Part> parts, Map<String, String> checksums) {
    if (over || by != task) {
      return Leave.OVER;
    }
    return writing(
        () -> {
          write(parts);
          for (Map.Entry<String, String> sent : checksums.entrySet()) {
            makeSure(arriving.resolve(sent.getKey()), sent.getValue());
          }
          for (String name : outcomeLast(checksums)) {
            Files.move(
                arriving.resolve(name),
                folder.path().resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
          }
          Files.deleteIfExists(folder.checkpoint());
          return Leave.RECORDED;
        });
  }

  private void write(List<Call.Part> parts) throws IOException {
    Files.createDirectories(arriving);
    for (Call.Part part : parts) {
      Path file = arriving.resolve(Path.of(part.file()).getFileName());
      try (FileChannel out =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(part.bytes());
        while (bytes.hasRemaining()) {
          out.write(bytes, part.from() + bytes.position());
        }
      }
    }
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
    try {
      if (lock != null) {
        Depot.deleteTree(arriving);
      }
      release();
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
    Leave run() throws IOException;
  }

  private Leave writing(Step step) {
    try {
      return step.run();
    } catch (IOException e) {
      trouble = folder.path() + " cannot be used: " + e;
      return Leave.UNWRITABLE;
    }
  }
}
