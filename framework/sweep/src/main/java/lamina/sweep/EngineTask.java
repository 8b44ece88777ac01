package lamina.sweep;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import lamina.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * A process that does one thing which this one must not load, and ends: with 0, or with 2 and one
 * line of reason on its standard error where what it was given is wrong.
 */
public final class EngineTask {
  private static final int BAD_INPUT = 2;

  private final ProcessLauncher launcher;
  private volatile @Nullable Process process;
  private volatile boolean stopped;

  /**
   * @param launcher of {@link Home#java}
   */
  public EngineTask(ProcessLauncher launcher) {
    this.launcher = launcher;
  }

  /**
   * Runs it to its end.
   *
   * @param input its standard input
   * @param progress is told every line that it prints
   * @return the last of these lines; empty where there is none
   * @throws ConfigException with its reason, where what it was given is wrong
   * @throws RunException where it cannot be started, breaks off or is stopped
   */
  public String run(String input, Consumer<String> progress) {
    try {
      return finish(started(), input, progress);
    } catch (IOException e) {
      throw new RunException("a process of Lamina cannot be used: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException("a process of Lamina was interrupted", e);
    } finally {
      stop();
    }
  }

  /** Ends it, now or as soon as it is started. */
  public void stop() {
    stopped = true;
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
    }
  }

  private Process started() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(launcher.command());
    builder.environment().put("OPT_OUT_TRACKING", "true");
    Process started = builder.start();
    process = started;
    if (stopped) {
      started.destroyForcibly();
    }
    return started;
  }

  private static String finish(Process process, String input, Consumer<String> progress)
      throws IOException, InterruptedException {
    CompletableFuture<String> errors = CompletableFuture.supplyAsync(() -> errors(process));
    try (Writer in = process.outputWriter(StandardCharsets.UTF_8)) {
      in.write(input);
    } catch (IOException gone) {
      // its exit code says why
    }
    String last = "";
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        last = line;
        progress.accept(line);
      }
    }
    int code = process.waitFor();
    if (code == BAD_INPUT) {
      String said = errors.join();
      String reason = said.substring(said.lastIndexOf('\n') + 1);
      throw new ConfigException(reason.startsWith("error: ") ? reason.substring(7) : reason);
    }
    if (code != 0) {
      throw new RunException(
          "a process of Lamina ended with %d: %s".formatted(code, errors.join()));
    }
    return last;
  }

  private static String errors(Process process) {
    try {
      return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException killed) {
      return "";
    }
  }
}
