package lamina.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import lamina.config.Json;
import lamina.config.border.AtomicFile;
import lamina.data.Split;

/** {@code metrics.jsonl}: a line an epoch. */
final class MetricsLog {
  private MetricsLog() {}

  static void append(Path file, int epoch, Split split, SortedMap<String, Double> metrics)
      throws IOException {
    ObjectNode line = Json.object();
    line.put("epoch", epoch).put("split", split.name().toLowerCase(Locale.ROOT));
    metrics.forEach(line::put);
    Files.writeString(
        file,
        Json.line(line) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND,
        StandardOpenOption.DSYNC);
  }

  /** Drops what was written after the checkpoint that a resumed trial starts from. */
  static void keepEpochs(Path file, int epochs) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.size() > epochs) {
      String kept = String.join("\n", lines.subList(0, epochs));
      AtomicFile.write(file, epochs == 0 ? "" : kept + "\n");
    }
  }
}
