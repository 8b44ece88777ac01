package lamina.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lamina.config.Experiment;
import lamina.config.Names;
import lamina.config.Randomness;
import lamina.config.Training;
import lamina.config.Traits;
import lamina.config.Trial;
import lamina.config.border.AtomicFile;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import lamina.data.DataFolder;
import lamina.data.Split;
import lamina.model.Draws;
import lamina.model.Frozen;
import lamina.model.InitialMasks;
import lamina.model.MaskDiagnostics;
import lamina.model.Moment;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import lamina.task.Learning;
import lamina.task.Scores;
import lamina.task.captioning.CaptionLearning;
import lamina.task.classification.ClassificationLearning;
import lamina.task.moments.MomentLearning;
import org.jspecify.annotations.Nullable;

/**
 * Trains one trial from its start or its checkpoint to its test metrics. Every random choice comes
 * from the trial's seed, its purpose and the epoch, so that a resumed trial ends bit for bit as an
 * uninterrupted one.
 */
final class TrainingRun implements AutoCloseable {
  private static final int EVALUATION_BATCH = 100;
  private static final int EVALUATION_TOKENS = 100 * 128;

  private final Trial trial;
  private final Training config;
  private final RunFolder folder;
  private final Progress progress;
  private final NDManager manager;
  private final Learning learning;
  private final @Nullable Frozen frozen;
  private final Parameters parameters;
  private final AdamWStep optimizer;
  private final int batches;
  private final int evaluationBatch;
  private final Map<Split, InitialMasks> initialMasks = new EnumMap<>(Split.class);
  private long nanosInSteps;
  private long nanosInEvaluation;

  /** Is told after every step how far the trial is. */
  @FunctionalInterface
  interface Progress {
    void at(double share, double loss);
  }

  TrainingRun(
      Trial trial, RunFolder folder, DataFolder dataFolder, Device device, Progress progress) {
    this.trial = trial;
    this.config = trial.experiment().training();
    this.folder = folder;
    this.progress = progress;
    this.manager = NDManager.newBaseManager(device);
    this.learning = learning(trial.experiment(), dataFolder, manager);
    this.frozen = frozen(trial, dataFolder);
    this.parameters = Parameters.initial(learning.declaration(), frozen, trial.seed(), manager);
    this.optimizer =
        config
            .optimizer()
            .fold(
                adamW ->
                    new AdamWStep(
                        adamW,
                        config.clipNorm(),
                        parameters,
                        learning.declaration().phases(),
                        manager));
    int fitting = Math.min(EVALUATION_BATCH, EVALUATION_TOKENS / trial.experiment().tokens());
    this.evaluationBatch = Math.max(traits().leastBatch(), fitting);
    this.batches = Order.batches(learning.size(Split.TRAIN), config.batch());
  }

  /** Where they cannot be had there is no run to be closed later. */
  private @Nullable Frozen frozen(Trial trial, DataFolder dataFolder) {
    try {
      return FrozenTensors.of(learning, dataFolder, trial.seed(), manager);
    } catch (RuntimeException e) {
      learning.close();
      manager.close();
      throw e;
    }
  }

  /** The checksum of the tensors that are not trained; empty where there are none. */
  String frozenChecksum() {
    return parameters.frozenChecksum();
  }

  /** Seconds that this process has spent in evaluations. */
  double secondsInEvaluation() {
    return nanosInEvaluation / 1e9;
  }

  /** The task, its data and its model. */
  static Learning learning(Experiment<?> experiment, DataFolder dataFolder, NDManager manager) {
    return experiment
        .task()
        .fold(
            classification ->
                new ClassificationLearning(classification, experiment, dataFolder, manager),
            moments -> new MomentLearning(moments, experiment, dataFolder),
            captioning -> new CaptionLearning(captioning, experiment, dataFolder));
  }

  /**
   * Runs to the end.
   *
   * @throws DivergedException when the loss or the gradient is no finite number
   */
  Outcome.Completed run() throws IOException {
    Checkpoint at = resume();
    while (at.epoch() < config.epochs()
        && !config.stopping().stopsAfter(at.epoch() - at.best().epoch())) {
      at = epoch(at);
    }
    parameters.set(at.best().values());
    SortedMap<String, Double> metrics = new TreeMap<>();
    at.best().validation().forEach((name, value) -> metrics.put(named(name), value));
    Scores test = learning.scores(Split.TEST);
    evaluate(at.best().epoch(), Split.TEST, test)
        .forEach((name, value) -> metrics.put("test/" + name, value));
    for (Map.Entry<String, String> file : test.files().entrySet()) {
      AtomicFile.write(folder.predicted(file.getKey()), file.getValue());
    }
    Checkpoint.writeParameters(folder.parameters(), parameters);
    return new Outcome.Completed(
        metrics, learning.declaration().size(), at.epoch(), at.best().epoch());
  }

  private static String named(String metric) {
    return metric.startsWith(EpochAverages.PREFIX) ? metric : "validation/" + metric;
  }

  /** Seconds that this process has spent in training steps. */
  double secondsInSteps() {
    return nanosInSteps / 1e9;
  }

  private Checkpoint resume() throws IOException {
    Checkpoint at = Checkpoint.readOrStart(folder, parameters.size(), parameters.frozenChecksum());
    if (at.epoch() > 0) {
      parameters.set(at.values());
      optimizer.restore(at.optimizer());
    }
    MetricsLog.keepEpochs(folder.metrics(), at.epoch());
    return at;
  }

  private Checkpoint epoch(Checkpoint before) throws IOException {
    int epoch = before.epoch() + 1;
    Engine.getInstance()
        .setRandomSeed((int) Randomness.seed(trial.seed(), "dropout of epoch " + epoch));
    learning.begin(trial.seed(), epoch);
    int[] order = Order.shuffled(learning.size(Split.TRAIN), trial.seed(), epoch);
    EpochAverages steps = new EpochAverages(manager);
    long begin = System.nanoTime();
    for (int i = 0; i < batches; i++) {
      step(Order.batch(order, config.batch(), i), epoch, i, steps);
    }
    nanosInSteps += System.nanoTime() - begin;
    SortedMap<String, Double> validation =
        evaluate(epoch, Split.VALIDATION, learning.scores(Split.VALIDATION));
    validation.putAll(steps.averages());
    steps.close();
    MetricsLog.append(folder.metrics(), epoch, Split.VALIDATION, validation);
    Best best =
        before
            .best()
            .or(
                new Best(epoch, validation, parameters.values()),
                trial.experiment().task().mainMetric(),
                config.selection());
    Checkpoint after = new Checkpoint(epoch, parameters.values(), optimizer.state(), best);
    after.write(folder, parameters.frozenChecksum());
    return after;
  }

  private void step(int[] indices, int epoch, int batch, EpochAverages sums) {
    long done = (long) (epoch - 1) * batches + batch;
    long steps = (long) config.epochs() * batches;
    Draws draws = Draws.of(trial.seed(), "epoch %d, step %d".formatted(epoch, batch + 1));
    Moment moment = new Moment(draws, (double) done / steps);
    double loss;
    try (var collector = Engine.getInstance().newGradientCollector();
        Pass pass = Pass.training(manager, parameters, moment)) {
      NDArray mean = learning.objective(pass, indices);
      loss = mean.getFloat();
      refuseDiverged("loss", loss, epoch, batch);
      pass.terms().forEach(sums::add);
      pass.backward(mean);
    }
    double rate = config.optimizer().learningRate() * config.schedule().factor(done, steps);
    double gradientNorm = optimizer.step(rate, done, steps);
    parameters.takeOver();
    refuseDiverged("gradient norm", gradientNorm, epoch, batch);
    sums.add(loss, gradientNorm);
    progress.at((double) (done + 1) / steps, loss);
  }

  private static void refuseDiverged(String what, double value, int epoch, int batch) {
    if (!Double.isFinite(value)) {
      throw new DivergedException(
          "%s is %s at epoch %d, step %d".formatted(what, value, epoch, batch + 1));
    }
  }

  /**
   * Metrics over the whole split; diagnostics over its first batch, which is enough and is cheap.
   */
  private SortedMap<String, Double> evaluate(int epoch, Split split, Scores scores) {
    long begin = System.nanoTime();
    int[] order = Order.inOrder(learning.size(split));
    MaskDiagnostics diagnostics =
        new MaskDiagnostics(traits().multiplies(), initialMasks(split, order));
    for (int i = 0; i < Order.batches(order.length, evaluationBatch); i++) {
      Observer observer = i == 0 ? diagnostics : Observer.NOBODY;
      try (Pass pass = Pass.evaluation(manager, parameters, observer, moment(epoch, split, i))) {
        scores.add(pass, Order.batch(order, evaluationBatch, i));
      }
    }
    SortedMap<String, Double> metrics = new TreeMap<>(scores.values());
    metrics.putAll(diagnostics.averages());
    nanosInEvaluation += System.nanoTime() - begin;
    metrics.forEach((name, value) -> refuseDiverged(split + " " + name, value, epoch, batches));
    return metrics;
  }

  /** Of the split's first batch, from the seed alone: a resumed trial finds the same. */
  private @Nullable InitialMasks initialMasks(Split split, int[] order) {
    if (!traits().mask()) {
      return null;
    }
    return initialMasks.computeIfAbsent(
        split,
        of -> {
          InitialMasks masks = new InitialMasks(manager);
          try (Parameters initial =
                  Parameters.initial(learning.declaration(), frozen, trial.seed(), manager);
              Pass pass = Pass.evaluation(manager, initial, masks, moment(0, of, 0))) {
            learning.observe(pass, of, Order.batch(order, evaluationBatch, 0));
          }
          return masks;
        });
  }

  private Traits traits() {
    return trial.experiment().mask().traits();
  }

  private Moment moment(int epoch, Split split, int batch) {
    return evaluated(trial, epoch, split, batch);
  }

  /**
   * What mechanisms draw in an evaluation after an epoch, and how much of the training lies behind.
   */
  static Moment evaluated(Trial trial, int epoch, Split split, int batch) {
    Draws draws = Draws.of(trial.seed(), "%s, batch %d".formatted(Names.of(split), batch));
    return new Moment(draws, (double) epoch / trial.experiment().training().epochs());
  }

  @Override
  public void close() {
    initialMasks.values().forEach(InitialMasks::close);
    optimizer.close();
    learning.close();
    parameters.close();
    manager.close();
  }
}
