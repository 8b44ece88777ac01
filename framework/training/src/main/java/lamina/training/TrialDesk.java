package lamina.training;

import ai.djl.engine.EngineException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import lamina.config.AttentionMask;
import lamina.config.ConfigException;
import lamina.config.Json;
import lamina.config.Trial;
import lamina.config.border.Assignment;
import lamina.config.border.AtomicFile;
import lamina.config.border.MechanismCode;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import lamina.config.border.RunLock;
import lamina.config.border.WorkerMessage;
import lamina.cost.Cost;
import lamina.data.DataException;
import lamina.training.own.TrialClasses;

/**
 * Takes one trial after the other: locks its folder, has it trained, and leaves its files in their
 * order, {@code trial.json} first and {@code outcome.json} last. Failures are outcomes; only a
 * folder that cannot be written ends the worker.
 */
final class TrialDesk {
  private static final long PROGRESS_MILLIS = 200;
  private static final String FROZEN = "frozen tensors";

  private final Trainer trainer;
  private final Provenance.Circumstances circumstances;
  private final Consumer<WorkerMessage> say;

  /** Trains a trial to its end. */
  @FunctionalInterface
  interface Trainer {
    Trained train(Trial trial, RunFolder folder, TrainingRun.Progress progress) throws IOException;
  }

  /**
   * A completed trial.
   *
   * @param secondsInSteps spent in training steps
   * @param frozenChecksum of the tensors that are not trained; empty where there are none
   */
  record Trained(Outcome.Completed outcome, double secondsInSteps, String frozenChecksum) {}

  TrialDesk(Trainer trainer, Provenance.Circumstances circumstances, Consumer<WorkerMessage> say) {
    this.trainer = trainer;
    this.circumstances = circumstances;
    this.say = say;
  }

  /**
   * Does one assignment.
   *
   * @throws ConfigException where the assignment is none, or its folder is another trial's
   * @throws DataException where the data are missing or damaged; what is trained is kept
   * @throws IOException where the folder cannot be written
   */
  void take(Assignment assignment) throws IOException {
    try (TrialClasses classes = TrialClasses.of(assignment.code())) {
      take(assignment, Trial.fromJson(assignment.trial()));
    }
  }

  private void take(Assignment assignment, Trial trial) throws IOException {
    RunFolder folder = new RunFolder(Path.of(assignment.folder()));
    if (!folder.path().getFileName().toString().equals(trial.id().hex())) {
      throw new ConfigException(
          "assignment folder must be named " + trial.id().hex() + ", got " + folder.path());
    }
    Optional<RunLock> lock = RunLock.tryAcquire(folder);
    if (lock.isEmpty()) {
      say.accept(new WorkerMessage.Ended(trial.id(), WorkerMessage.Ending.BUSY));
      return;
    }
    try (RunLock held = lock.get()) {
      if (!Files.exists(folder.outcome())) {
        keep(assignment.code(), folder);
        train(trial, folder, assignment.code());
      }
    }
    say.accept(new WorkerMessage.Ended(trial.id(), WorkerMessage.Ending.RECORDED));
  }

  /** Before trial.json: a run that says what it is of has it. */
  private static void keep(List<MechanismCode> code, RunFolder folder) throws IOException {
    for (MechanismCode one : code) {
      one.writeInto(folder);
    }
  }

  private void train(Trial trial, RunFolder folder, List<MechanismCode> code) throws IOException {
    SortedMap<String, String> dataChecksums = new TreeMap<>(circumstances.checksums(trial));
    AtomicFile.write(folder.trial(), trial.toJson());
    RunLog log = new RunLog(folder.log());
    log.line("training on " + circumstances.device().name() + ", seed " + trial.seed());
    Instant started = Instant.now();
    Outcome outcome;
    double secondsInSteps = 0;
    try {
      if (!code.isEmpty()) {
        AtomicFile.write(folder.counted(), Cost.ofMask(trial.experiment()).toJson());
      }
      Trained trained = trainer.train(trial, folder, throttled(trial));
      outcome = trained.outcome();
      secondsInSteps = trained.secondsInSteps();
      if (!trained.frozenChecksum().isEmpty()) {
        dataChecksums.put(FROZEN, trained.frozenChecksum());
      }
      log.line("completed " + trained.outcome().metrics());
    } catch (DataException e) {
      log.line("stopped: " + e.getMessage());
      throw e;
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      log.line("failed: " + e);
      outcome = new Outcome.Failed(kind(e), message(e), log.last());
    } finally {
      Thread.interrupted(); // a mechanism may have set it, and files could not be written
    }
    ObjectNode provenance =
        Json.tree(circumstances.over(trial, dataChecksums, started, Instant.now(), secondsInSteps));
    if (!code.isEmpty()) {
      ArrayNode mechanisms = provenance.putArray("mechanisms");
      code.forEach(
          one ->
              mechanisms
                  .addObject()
                  .put("kind", AttentionMask.kindOf(one.name()))
                  .put("file", one.file())
                  .put("digest", one.digest()));
    }
    AtomicFile.write(folder.provenance(), Json.pretty(provenance));
    AtomicFile.write(folder.outcome(), outcome.toJson());
    Files.deleteIfExists(folder.checkpoint());
  }

  private TrainingRun.Progress throttled(Trial trial) {
    long[] last = {0};
    return (share, loss) -> {
      long now = System.nanoTime() / 1_000_000;
      if (now - last[0] >= PROGRESS_MILLIS) {
        last[0] = now;
        say.accept(new WorkerMessage.Progress(trial.id(), share, loss));
      }
    };
  }

  private static Outcome.Failure kind(Throwable e) {
    if (e instanceof DivergedException) {
      return Outcome.Failure.DIVERGED;
    }
    boolean outOfMemory =
        e instanceof OutOfMemoryError
            || (e instanceof EngineException && mentionsMemory(String.valueOf(e.getMessage())));
    return outOfMemory ? Outcome.Failure.OUT_OF_MEMORY : Outcome.Failure.ERROR;
  }

  /** How libtorch says it, on a GPU and on the CPU. */
  private static boolean mentionsMemory(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    return lower.contains("out of memory") || lower.contains("can't allocate memory");
  }

  private static String message(Throwable e) {
    String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return text.lines().findFirst().orElse("");
  }
}
