package lamina.spark;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import lamina.config.border.RunFolder;
import lamina.spark.Call.Answer;

/**
 * A trial's files on their way to the driver, which takes all or none. Every call costs the driver
 * a turn, so what is small goes together: most trials are one call.
 */
final class Delivery {
  /** Bytes of files in a call. */
  static final int CALL = 1 << 20;

  private final String attempt;
  private final long task;
  private final Receiver driver;
  private final TreeMap<String, String> checksums = new TreeMap<>();
  private ArrayList<Call.Part> parts = new ArrayList<>();
  private int room = CALL;

  @FunctionalInterface
  interface Receiver {
    Answer ask(Call call) throws IOException;
  }

  Delivery(String attempt, long task, Receiver driver) {
    this.attempt = attempt;
    this.task = task;
    this.driver = driver;
  }

  /** Gives RECORDED when the driver has them all, else why it does not want them. */
  Answer send(Path folder) throws IOException {
    for (Path file : results(folder)) {
      String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
      Answer answer = add(file, name);
      if (answer != Answer.GO) {
        return answer;
      }
    }
    return driver.ask(new Call.Commit(attempt, task, parts, checksums));
  }

  /** Its own files, and those of users' mechanisms. */
  private static List<Path> results(Path folder) throws IOException {
    List<Path> results = new ArrayList<>();
    for (Path each : List.of(folder, new RunFolder(folder).mechanism())) {
      if (Files.isDirectory(each)) {
        try (Stream<Path> files = Files.list(each)) {
          files.filter(Delivery::isResult).forEach(results::add);
        }
      }
    }
    return results;
  }

  private static boolean isResult(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file) && !name.equals("lock") && !name.endsWith(".tmp");
  }

  private Answer add(Path file, String name) throws IOException {
    var digest = Bundle.sha256();
    long from = 0;
    try (InputStream in = Files.newInputStream(file)) {
      boolean more = true;
      while (more) {
        byte[] bytes = in.readNBytes(room);
        more = bytes.length == room;
        digest.update(bytes);
        parts.add(new Call.Part(name, from, bytes));
        from += bytes.length;
        room -= bytes.length;
        Answer answer = room == 0 ? flush() : Answer.GO;
        if (answer != Answer.GO) {
          return answer;
        }
      }
    }
    checksums.put(name, HexFormat.of().formatHex(digest.digest()));
    return Answer.GO;
  }

  private Answer flush() throws IOException {
    Call full = new Call.Parts(attempt, task, parts);
    parts = new ArrayList<>();
    room = CALL;
    return driver.ask(full);
  }
}
