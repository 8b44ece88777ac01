package lamina.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * {@code log.txt}: what happened to a run, a line each with its time. Attempts follow each other.
 */
record RunLog(Path file) {
  private static final int LAST = 20;

  void line(String text) throws IOException {
    Files.writeString(
        file,
        Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + text + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND,
        StandardOpenOption.DSYNC);
  }

  List<String> last() throws IOException {
    List<String> lines = Files.readAllLines(file);
    return lines.subList(Math.max(0, lines.size() - LAST), lines.size());
  }
}
