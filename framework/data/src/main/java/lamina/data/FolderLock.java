package lamina.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** Lets one thread of one process at a time write into a data folder. */
final class FolderLock {
  private FolderLock() {}

  /** What is done meanwhile. */
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  /**
   * Waits for the lock and runs the action.
   *
   * @throws DataException where a file cannot be read or written
   */
  static synchronized void whileHeld(DataFolder folder, Action action) {
    try {
      Files.createDirectories(folder.path());
      try (FileChannel channel =
              FileChannel.open(
                  folder.path().resolve("fetch.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock onlyOneAtATime = channel.lock()) {
        action.run();
      }
    } catch (IOException e) {
      throw new DataException("data folder " + folder.path() + ": " + Failure.reason(e), e);
    }
  }
}
