package lamina.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import lamina.config.Captioning;
import lamina.config.ConfigException;
import lamina.config.Task;
import lamina.config.Training;
import lamina.config.Trial;
import lamina.config.border.Assignment;
import lamina.config.border.MeasuredCost;
import lamina.config.cost.LanguageSize;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.data.Split;
import lamina.data.language.LanguageModelFiles;
import lamina.data.task.TaskData;
import lamina.data.text.Vocabulary;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.model.language.DecoderConfig;
import lamina.model.language.HuggingFaceConfig;
import lamina.task.Learning;
import lamina.training.own.TrialClasses;

/**
 * What a variant takes on this machine: a process that does nothing else measures forward passes
 * and training steps of one trial from its start, on the trial's own data. Parameters stay as they
 * are, and no run is touched.
 */
public final class MeasureCosts {
  private static final int BAD_INPUT = 2;
  private static final int WARM_UP = 3;
  private static final int FEWEST = 5;
  private static final int MOST = 200;
  private static final double ENOUGH_SECONDS = 1;

  private final Trial trial;
  private final Learning learning;
  private final Parameters parameters;
  private final NDManager manager;
  private final double enoughSeconds;

  private MeasureCosts(
      Trial trial,
      Learning learning,
      Parameters parameters,
      NDManager manager,
      double enoughSeconds) {
    this.trial = trial;
    this.learning = learning;
    this.parameters = parameters;
    this.manager = manager;
    this.enoughSeconds = enoughSeconds;
  }

  /**
   * Reads a line of an {@link Assignment} from the standard input; its run is not touched.
   * Arguments: the device, the threads and the batch of the latency. Prints a line of {@link
   * MeasuredCost}.
   */
  public static void main(String[] arguments) {
    try {
      String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
      Assignment assignment = Assignment.fromLine(text);
      try (TrialClasses classes = TrialClasses.of(assignment.code())) {
        Trial trial = Trial.fromJson(assignment.trial());
        ComputeDevice device = ComputeDevice.start(arguments[0], Integer.parseInt(arguments[1]));
        int batch = Integer.parseInt(arguments[2]);
        System.out.println(
            classes.guarded(
                () ->
                    of(trial, DataFolder.ofThisMachine(), device, batch, ENOUGH_SECONDS).toLine()));
      }
    } catch (ConfigException | DataException | IOException e) {
      System.err.println(e.getMessage());
      System.exit(BAD_INPUT);
    }
  }

  /**
   * Measures.
   *
   * @param enoughSeconds after which a median is taken, of five runs at least
   */
  static MeasuredCost of(
      Trial trial, DataFolder data, ComputeDevice device, int batch, double enoughSeconds) {
    try (NDManager manager = NDManager.newBaseManager(device.device());
        Learning learning = TrainingRun.learning(trial.experiment(), data, manager);
        Parameters parameters =
            Parameters.initial(
                learning.declaration(),
                FrozenTensors.of(learning, data, trial.seed(), manager),
                trial.seed(),
                manager)) {
      MeasureCosts run = new MeasureCosts(trial, learning, parameters, manager, enoughSeconds);
      int trainingBatch = trial.experiment().training().batch();
      double latency = run.forwardSeconds(batch);
      double forward = run.forwardSeconds(trainingBatch);
      double step = run.stepSeconds(trainingBatch);
      return new MeasuredCost(
          device.name(),
          Machine.cpu(),
          device.threads(),
          batch,
          1000 * latency,
          trainingBatch,
          trainingBatch / forward,
          1000 * step,
          device.device().isGpu() ? 0 : run.peakMebibytes(trainingBatch),
          language(trial.experiment().task(), data));
    }
  }

  /** What the configuration of a task does not tell of its words. */
  static LanguageSize language(Task task, DataFolder data) {
    return task.fold(
        classification -> LanguageSize.NONE,
        moments -> LanguageSize.NONE,
        captioning ->
            captioning
                .captioner()
                .fold(
                    swinBert -> LanguageSize.words(words(captioning, data)),
                    adapter ->
                        adapter
                            .decoder()
                            .fold(
                                trained -> LanguageSize.of(trained, words(captioning, data)),
                                pretrained -> size(LanguageModelFiles.open(pretrained, data)))));
  }

  private static int words(Captioning task, DataFolder data) {
    List<String> captions = TaskData.captions(task.data(), Split.TRAIN, data).captions();
    return Vocabulary.of(captions, task.leastCount()).size();
  }

  private static LanguageSize size(LanguageModelFiles files) {
    try {
      DecoderConfig config = HuggingFaceConfig.read(files.config());
      return new LanguageSize(
          config.vocabulary(),
          config.width(),
          config.heads(),
          config.keyValueHeads(),
          config.feedForward(),
          config.tied());
    } catch (IOException e) {
      throw new DataException(files.config() + " cannot be read: " + e, e);
    }
  }

  private double forwardSeconds(int batch) {
    int[] examples = examples(Split.TEST, batch);
    return median(
        () -> {
          try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
            learning.observe(pass, Split.TEST, examples);
            awaitDevice();
          }
        });
  }

  private double stepSeconds(int batch) {
    try (AdamWStep optimizer = optimizer()) {
      int[] examples = examples(Split.TRAIN, batch);
      return median(() -> step(optimizer, examples));
    }
  }

  /** In steps of their own, which nobody times. */
  private long peakMebibytes(int batch) {
    System.gc();
    try (AdamWStep optimizer = optimizer();
        PeakMemory peak = PeakMemory.watched()) {
      for (int i = 0; i < FEWEST; i++) {
        step(optimizer, examples(Split.TRAIN, batch));
      }
      return peak.mebibytes();
    }
  }

  private AdamWStep optimizer() {
    Training config = trial.experiment().training();
    return config
        .optimizer()
        .fold(adamW -> new AdamWStep(adamW, config.clipNorm(), parameters, manager));
  }

  /** At a learning rate of zero, so that no number of runs can diverge. */
  private void step(AdamWStep optimizer, int[] examples) {
    try (var collector = Engine.getInstance().newGradientCollector();
        Pass pass = Pass.training(manager, parameters)) {
      NDArray loss = learning.objective(pass, examples);
      loss.getFloat();
      pass.backward(loss);
    }
    optimizer.step(0);
    awaitDevice();
  }

  /** From the first on, and again from there where the split has fewer. */
  private int[] examples(Split split, int batch) {
    int size = learning.size(split);
    return IntStream.range(0, batch).map(i -> i % size).toArray();
  }

  /** A GPU computes in the order in which it was asked, and later. */
  private void awaitDevice() {
    try (NDArray last = manager.zeros(new Shape(1))) {
      last.getFloat();
    }
  }

  private double median(Runnable run) {
    repeat(run, WARM_UP, enoughSeconds / 2);
    List<Double> sorted = repeat(run, FEWEST, enoughSeconds).stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  /** Seconds of every run. */
  private static List<Double> repeat(Runnable run, int fewest, double enough) {
    List<Double> seconds = new ArrayList<>();
    double sum = 0;
    while (seconds.size() < fewest || sum < enough && seconds.size() < MOST) {
      long begin = System.nanoTime();
      run.run();
      double took = (System.nanoTime() - begin) / 1e9;
      seconds.add(took);
      sum += took;
    }
    return seconds;
  }
}
