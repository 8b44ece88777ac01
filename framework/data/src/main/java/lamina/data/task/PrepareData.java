package lamina.data.task;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lamina.config.ConfigException;
import lamina.config.Task;
import lamina.config.Trial;
import lamina.data.DataException;
import lamina.data.DataFolder;

/**
 * Brings the data of trials to this machine, as a process of its own: a notebook's kernel must not
 * load what decodes them. Reads trials as canonical JSON, a line each, on standard input; says a
 * line a step on standard output; exits with 2 and one line of reason where data are missing.
 */
public final class PrepareData {
  private static final int BAD_INPUT = 2;

  private PrepareData() {}

  /** No arguments. */
  public static void main(String[] arguments) throws IOException {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      List<Task> tasks = in.lines().map(line -> Trial.task(line)).distinct().toList();
      DataFolder folder = DataFolder.ofThisMachine();
      tasks.forEach(task -> new TaskData(task, folder).require(System.out::println));
    } catch (ConfigException | DataException e) {
      System.err.println("error: " + e.getMessage());
      System.exit(BAD_INPUT);
    }
  }
}
