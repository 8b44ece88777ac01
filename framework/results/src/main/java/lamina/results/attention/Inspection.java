package lamina.results.attention;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import lamina.config.ConfigException;
import lamina.config.Trial;
import lamina.config.border.AttentionFile;
import lamina.config.border.ExampleSelection;
import lamina.config.border.RunFolder;
import lamina.sweep.Home;
import lamina.sweep.RunException;
import lamina.sweep.RunState;
import lamina.sweep.Store;

/**
 * Looks into finished trials on the test split: a process that has the engine runs the trained
 * model and leaves a file in the run's folder, which a second look reads.
 */
public record Inspection(Home home, Store store) {
  private static final String MAIN = "lamina.training.Inspect";
  private static final String SPLIT = "test";
  private static final int BAD_INPUT = 2;

  /**
   * Masks and attention of a trial.
   *
   * @throws ConfigException where the trial has no result, or the examples are not there or too
   *     many
   * @throws RunException where the process cannot be started or ends by itself
   */
  public TrialAttention of(Trial trial, ExampleSelection examples) throws IOException {
    return new TrialAttention(AttentionFile.read(file(trial, examples)));
  }

  /** The file itself, made where it is not there yet. */
  public Path file(Trial trial, ExampleSelection examples) throws IOException {
    requireCompleted(trial);
    RunFolder run = store.folder(trial.id());
    Path file = run.attention(SPLIT, examples);
    if (!isCurrent(file, run)) {
      requireWritable(run.path());
      List<String> arguments =
          List.of(
              "--run", run.path().toAbsolutePath().toString(),
              "--split", SPLIT,
              "--examples", examples.written(),
              "--out", file.toAbsolutePath().toString());
      start(home.java(MAIN, arguments).command());
    }
    return file;
  }

  private void requireCompleted(Trial trial) throws IOException {
    RunState state = store.state(trial.id());
    if (state instanceof RunState.Completed) {
      return;
    }
    String found = state.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    String reason = state instanceof RunState.Failed failed ? " (" + failed.reason() + ")" : "";
    throw new ConfigException(
        "a trial must be completed to look inside it, got %s that is %s%s"
            .formatted(trial.id().brief(), found, reason));
  }

  private static void requireWritable(Path run) {
    if (!Files.isWritable(run)) {
      throw new ConfigException(
          "a run's folder must be writable to look inside it for the first time, got " + run);
    }
  }

  private static boolean isCurrent(Path file, RunFolder run) throws IOException {
    return Files.exists(file)
        && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(run.parameters()))
            >= 0;
  }

  private static void start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("OPT_OUT_TRACKING", "true");
    Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try {
      String said =
          new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int code = process.waitFor();
      if (code == BAD_INPUT) {
        throw new ConfigException(said.substring(said.lastIndexOf('\n') + 1));
      }
      if (code != 0) {
        throw new RunException(
            String.format(Locale.ROOT, "looking at attention ended with %d: %s", code, said));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException("looking at attention was interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
