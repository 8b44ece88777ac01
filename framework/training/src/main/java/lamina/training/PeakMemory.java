package lamina.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The most memory of its own that this process has resident while this is open, looked at every two
 * milliseconds. Files that are mapped, as libraries are, do not count: the system drops and reads
 * them as it likes.
 */
final class PeakMemory implements AutoCloseable {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ANONYMOUS = "RssAnon";
  private static final long MILLIS = 2;

  private final Thread watch;
  private volatile long most;

  private PeakMemory() {
    most = kibibytes();
    watch = new Thread(this::watch, "peak memory");
    watch.setDaemon(true);
    watch.start();
  }

  static PeakMemory watched() {
    return new PeakMemory();
  }

  /** So far; 0 where the platform does not tell. */
  long mebibytes() {
    return most / 1024;
  }

  private void watch() {
    try {
      while (true) {
        most = Math.max(most, kibibytes());
        Thread.sleep(MILLIS);
      }
    } catch (InterruptedException closed) {
      // nothing is left to do
    }
  }

  private static long kibibytes() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(ANONYMOUS))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException notLinux) {
      return 0;
    }
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
