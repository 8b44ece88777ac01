package lamina.training;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import lamina.config.ConfigException;
import lamina.config.Names;
import lamina.config.Trial;
import lamina.config.border.AttentionFile;
import lamina.config.border.ExampleSelection;
import lamina.config.border.MechanismCode;
import lamina.config.border.Observed;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.data.Split;
import lamina.model.Moment;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.task.Learning;
import lamina.training.own.TrialClasses;

/**
 * Writes the masks and the attention of a finished trial on some examples, in evaluation mode and
 * as one batch, to an {@link AttentionFile}. The same trial and examples give the same bytes.
 */
public final class Inspect {
  private static final int BAD_INPUT = 2;
  private static final long MOST_BYTES = 256L << 20;

  private Inspect() {}

  /** Arguments: {@code --run FOLDER --examples 0-3,7 --out FILE [--split test] [--data FOLDER]}. */
  public static void main(String[] arguments) {
    try {
      Map<String, String> options = options(arguments);
      ExampleSelection examples = new ExampleSelection(required(options, "--examples"));
      Split split = split(options.get("--split"));
      Path out = Path.of(required(options, "--out"));
      RunFolder run = new RunFolder(Path.of(required(options, "--run")));
      requireFinished(run);
      DataFolder data = new DataFolder(Path.of(options.get("--data")));
      try (TrialClasses classes = TrialClasses.of(MechanismCode.in(run))) {
        Trial trial = Trial.fromJson(Files.readString(run.trial()));
        ComputeDevice device = ComputeDevice.start("cpu", 1);
        classes
            .guarded(
                () -> attention(trial, run, data, split, examples, device.device(), MOST_BYTES))
            .write(out);
      }
    } catch (ConfigException | DataException e) {
      System.err.println(e.getMessage());
      System.exit(BAD_INPUT);
    } catch (IOException e) {
      System.err.println(e);
      System.exit(BAD_INPUT);
    }
  }

  /**
   * The trial of a run that has its result.
   *
   * @throws ConfigException where the run has not ended, or has failed
   */
  static Trial finished(RunFolder run) throws IOException {
    requireFinished(run);
    return Trial.fromJson(Files.readString(run.trial()));
  }

  private static void requireFinished(RunFolder run) throws IOException {
    if (!Files.exists(run.outcome())) {
      throw new ConfigException("--run must be a finished run, got " + run.path());
    }
    if (Outcome.fromJson(Files.readString(run.outcome())) instanceof Outcome.Failed failed) {
      throw new ConfigException(
          "--run must be a completed run, got one that failed (%s: %s): %s"
              .formatted(failed.failure().written(), failed.message(), run.path()));
    }
  }

  /**
   * Runs the trained model.
   *
   * @param most bytes that the arrays may have
   * @throws ConfigException where an example is not there, or the arrays would be larger
   */
  static AttentionFile attention(
      Trial trial,
      RunFolder run,
      DataFolder data,
      Split split,
      ExampleSelection examples,
      Device device,
      long most)
      throws IOException {
    try (NDManager manager = NDManager.newBaseManager(device);
        Learning learning = TrainingRun.learning(trial.experiment(), data, manager);
        Parameters parameters =
            Parameters.initial(
                learning.declaration(),
                FrozenTensors.of(learning, data, trial.seed(), manager),
                trial.seed(),
                manager)) {
      Checkpoint.readParameters(run.parameters(), parameters);
      int[] indices = examples.indices(learning.size(split));
      long fitting = most / bytesOfAnExample(trial, learning.observed(split, indices));
      if (indices.length > fitting && examples.isAtMost() && fitting > 0) {
        indices = Arrays.copyOf(indices, (int) fitting);
      }
      if (indices.length > fitting) {
        throw new ConfigException(
            "examples must be at most %d, whose arrays fit into %d MiB, got %d"
                .formatted(fitting, most >> 20, indices.length));
      }
      Moment moment = TrainingRun.evaluated(trial, bestEpoch(run), split, 0);
      CollectedAttention collected = new CollectedAttention();
      try (Pass pass = Pass.evaluation(manager, parameters, collected, moment)) {
        learning.observe(pass, split, indices);
      }
      return new AttentionFile(trial.id(), learning.observed(split, indices), collected.tensors());
    }
  }

  /** The epoch whose parameters the run has kept; 0 where it has no outcome. */
  private static int bestEpoch(RunFolder run) throws IOException {
    return Files.exists(run.outcome())
            && Outcome.fromJson(Files.readString(run.outcome()))
                instanceof Outcome.Completed completed
        ? completed.selectedEpoch()
        : 0;
  }

  private static long bytesOfAnExample(Trial trial, Observed observed) {
    long pairs = observed.layers().stream().mapToLong(Observed.Layer::pairs).sum();
    return pairs * (trial.experiment().backbone().heads() + 1) * Float.BYTES;
  }

  private static Split split(String written) {
    return Arrays.stream(Split.values())
        .filter(split -> Names.of(split).equals(written))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    "--split must be train, validation or test, got '" + written + "'"));
  }

  private static Map<String, String> options(String[] arguments) {
    Map<String, String> options = new HashMap<>();
    options.put("--split", "test");
    options.put("--data", DataFolder.ofThisMachine().path().toString());
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      options.put(arguments[i], arguments[i + 1]);
    }
    return options;
  }

  private static String required(Map<String, String> options, String name) {
    String value = options.get(name);
    if (value == null) {
      throw new ConfigException(name + " must be given, got none");
    }
    return value;
  }
}
