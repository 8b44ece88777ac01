package lamina.config.border;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The right to write into a run's folder. The system frees it when its holder dies. */
public final class RunLock implements AutoCloseable {
  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /** The lock, or nothing where another process or thread holds it. */
  public static Optional<RunLock> tryAcquire(RunFolder folder) throws IOException {
    Files.createDirectories(folder.path());
    FileChannel channel =
        FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new RunLock(channel));
      }
    } catch (OverlappingFileLockException heldByThisProcess) {
      // the same answer as for another process
    }
    channel.close();
    return Optional.empty();
  }

  /**
   * Whether somebody has it. Nothing is written, so a store can be looked at that is read-only; a
   * lock that cannot be opened is nobody's.
   */
  public static boolean isHeld(RunFolder folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder.lock(), StandardOpenOption.READ)) {
      try (FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
        return lock == null;
      } catch (OverlappingFileLockException heldByThisProcess) {
        return true;
      }
    } catch (NoSuchFileException | AccessDeniedException nobody) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
