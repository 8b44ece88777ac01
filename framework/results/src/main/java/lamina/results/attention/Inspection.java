package lamina.results.attention;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import lamina.config.ConfigException;
import lamina.config.Trial;
import lamina.config.border.AttentionFile;
import lamina.config.border.ExampleSelection;
import lamina.config.border.RunFolder;
import lamina.sweep.EngineTask;
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
      new EngineTask(home.java(MAIN, arguments)).run("", line -> {});
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
}
