package lamina.spark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.stream.Stream;
import lamina.spark.Call.Leave;
import org.apache.spark.api.plugin.PluginContext;

/** A machine's way to the driver, over Spark's own connection. */
record Link(PluginContext context) {
  private static final int PART = 1 << 22;

  /** Says something that may get lost. */
  void tell(Call call) {
    try {
      context.send(call);
    } catch (IOException driverGone) {
      // then nobody is interested
    }
  }

  /** Says something and waits until it is known. */
  void report(Call call) {
    try {
      answer(call);
    } catch (IOException driverGone) {
      // then nobody is interested
    }
  }

  Leave ask(Call call) throws IOException {
    return Leave.valueOf((String) answer(call));
  }

  byte[] piece(String checksum, long from) throws IOException {
    return (byte[]) answer(new Call.Piece(checksum, from));
  }

  /** Sends a trial's files; the driver takes all or none. */
  Leave send(String attempt, long task, Path folder) throws IOException {
    TreeMap<String, String> checksums = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Link::isResult).toList()) {
        String name = file.getFileName().toString();
        var digest = Bundle.sha256();
        try (InputStream in = Files.newInputStream(file)) {
          long from = 0;
          do {
            byte[] bytes = in.readNBytes(PART);
            digest.update(bytes);
            Leave leave = ask(new Call.Part(attempt, task, name, from, bytes));
            if (leave != Leave.GO) {
              return leave;
            }
            from += bytes.length;
          } while (from < Files.size(file));
        }
        checksums.put(name, HexFormat.of().formatHex(digest.digest()));
      }
    }
    return ask(new Call.Commit(attempt, task, checksums));
  }

  private static boolean isResult(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file) && !name.equals("lock") && !name.endsWith(".tmp");
  }

  private Object answer(Call call) throws IOException {
    try {
      return context.ask(call);
    } catch (Exception e) {
      throw new IOException("the driver does not answer: " + e, e);
    }
  }
}
