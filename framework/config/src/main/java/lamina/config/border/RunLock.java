package lamina.config.border;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The right to write into a run's folder. The system frees it when its holder dies. */
public final class RunLock implements AutoCloseable {
  /**
   * The files whose locks this process has. To open and close such a file again would free its lock
   * on Linux, without a word.
   */
  private static final Set<Path> HELD = new HashSet<>();

  private final Path file;
  private final FileChannel channel;

  private RunLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** The lock, or nothing where another process or thread holds it. */
  public static Optional<RunLock> tryAcquire(RunFolder folder) throws IOException {
    Path file = file(folder);
    Files.createDirectories(folder.path());
    synchronized (HELD) {
      if (HELD.contains(file)) {
        return Optional.empty();
      }
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      Optional<RunLock> lock = Optional.empty();
      try {
        if (channel.tryLock() != null) {
          lock = Optional.of(new RunLock(file, channel));
          HELD.add(file);
        }
      } finally {
        if (lock.isEmpty()) {
          channel.close();
        }
      }
      return lock;
    }
  }

  /**
   * Whether somebody has it. Nothing is written, so a store can be looked at that is read-only; a
   * lock that cannot be opened is nobody's.
   */
  public static boolean isHeld(RunFolder folder) throws IOException {
    Path file = file(folder);
    synchronized (HELD) {
      if (HELD.contains(file)) {
        return true;
      }
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
          FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
        return lock == null;
      } catch (NoSuchFileException | AccessDeniedException nobody) {
        return false;
      }
    }
  }

  private static Path file(RunFolder folder) {
    return folder.lock().toAbsolutePath().normalize();
  }

  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      channel.close();
      HELD.remove(file);
    }
  }
}
