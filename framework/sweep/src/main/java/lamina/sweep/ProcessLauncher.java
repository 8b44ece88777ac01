package lamina.sweep;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lamina.config.ConfigException;
import lamina.config.border.Assignment;
import lamina.config.border.WorkerMessage;

/**
 * Workers as processes of this machine, with the same Java.
 *
 * @param command what starts a worker, without its device
 */
public record ProcessLauncher(List<String> command) implements Launcher {
  /**
   * Workers of a class path.
   *
   * @param classPath handed over explicitly: this process may not have the worker's classes
   * @param javaOptions before the class path
   * @param mainClass the worker
   * @param arguments after it
   */
  public static ProcessLauncher java(
      String classPath, List<String> javaOptions, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(javaOptions);
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(arguments);
    return new ProcessLauncher(command);
  }

  @Override
  public Worker start(String device) throws IOException {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of("--device", device));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("OPT_OUT_TRACKING", "true");
    return new ProcessWorker(builder.start());
  }

  private static final class ProcessWorker implements Worker {
    private final Process process;
    private final BufferedReader out;
    private final LastLines lastLines;

    ProcessWorker(Process process) {
      this.process = process;
      this.out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      this.lastLines = new LastLines(process.getErrorStream());
    }

    @Override
    public void tell(Assignment assignment) throws IOException {
      process
          .getOutputStream()
          .write((assignment.toLine() + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    }

    @Override
    public Optional<WorkerMessage> hear() {
      try {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          Optional<WorkerMessage> message = message(line);
          if (message.isPresent()) {
            return message;
          }
          lastLines.keep(line);
        }
      } catch (IOException killed) {
        // the same as the end of its output
      }
      return Optional.empty();
    }

    private static Optional<WorkerMessage> message(String line) {
      try {
        return Optional.of(WorkerMessage.fromLine(line));
      } catch (ConfigException noise) {
        return Optional.empty();
      }
    }

    @Override
    public boolean isAlive() {
      return process.isAlive();
    }

    @Override
    public String lastWords() {
      return lastLines.text();
    }

    @Override
    public int exitCode() {
      try {
        return process.waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return -1;
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
