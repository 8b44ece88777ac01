package lamina.sweep;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines that a process has said on its standard error, and whatever else is kept. */
public final class LastLines {
  private static final int KEPT = 20;
  private static final int PATIENCE_MILLIS = 1000;

  private final Deque<String> lines = new ArrayDeque<>();
  private final Thread reader;

  /** Reads to the end, in a thread of its own. */
  public LastLines(InputStream errors) {
    reader = new Thread(() -> read(errors), "errors of a process");
    reader.setDaemon(true);
    reader.start();
  }

  void keep(String line) {
    synchronized (lines) {
      lines.add(line);
      if (lines.size() > KEPT) {
        lines.remove();
      }
    }
  }

  /** The lines of a process that is gone. */
  public String text() {
    try {
      reader.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  private void read(InputStream errors) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(errors, StandardCharsets.UTF_8))) {
      in.lines().forEach(this::keep);
    } catch (IOException | java.io.UncheckedIOException killed) {
      // the same as the end of its output
    }
  }
}
