package lamina.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import lamina.config.ConfigException;
import lamina.config.Trial;
import lamina.config.border.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepRunTest {
  @TempDir Path temporary;
  private Path journal;
  private Store store;

  @BeforeEach
  void makeStore() {
    journal = temporary.resolve("journal");
    store = new Store(temporary.resolve("runs"));
  }

  @Test
  void everyTrialIsTrainedOnceAndNeverAgain() throws IOException {
    Sweep sweep = Given.sweep(2, 0, 1, 2);
    Progress first = run(sweep, 2);
    assertThat(first.done()).isEqualTo(6);
    Progress second = run(sweep, 2);
    assertThat(second.doneBefore()).isEqualTo(6);
    assertThat(journal()).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void moreSeedsReuseWhatIsThere() throws IOException {
    run(Given.sweep(2, 0), 1);
    Progress more = run(Given.sweep(3, 0, 1), 1);
    assertThat(more.doneBefore()).isEqualTo(2);
    assertThat(journal()).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void aCrashCostsOnlyTheTrialInFlight() throws IOException {
    Sweep sweep = Given.sweep(1, 0, FakeWorker.CRASHES, FakeWorker.CRASHES_ONCE, 1);
    Progress end = run(sweep, 1);
    assertThat(end.done()).isEqualTo(3);
    assertThat(end.failed()).isEqualTo(1);
    assertThat(end.failures())
        .extracting(Progress.Failure::seed, Progress.Failure::reason)
        .containsExactly(tuple(FakeWorker.CRASHES, "crashed: its worker ended with exit code 134"));
    Outcome.Failed failed = failed(sweep, FakeWorker.CRASHES);
    assertThat(failed.failure()).isEqualTo(Outcome.Failure.CRASHED);
    assertThat(failed.message()).isEqualTo("its worker ended with exit code 134");
    assertThat(failed.log()).containsExactly("about to crash", "it hurts");
  }

  @Test
  void aFailedTrialIsTriedAgainOnlyWhenAsked() throws IOException {
    Sweep sweep = Given.sweep(1, FakeWorker.CRASHES);
    run(sweep, 1);
    Path folder = store.folder(Trial.of(Given.experiment(1), FakeWorker.CRASHES).id()).path();
    long crashes = crashes(folder);
    assertThat(crashes).isEqualTo(2);
    run(sweep, 1);
    assertThat(crashes(folder)).isEqualTo(2);
    new SweepRun(sweep, store, workers(), slots(1), new SweepRun.Options(null, true)).run(p -> {});
    assertThat(crashes(folder)).isEqualTo(4);
  }

  @Test
  void aTrialThatTakesTooLongIsTimedOut() throws IOException {
    Sweep sweep = Given.sweep(1, FakeWorker.HANGS, 0);
    Progress end =
        new SweepRun(
                sweep,
                store,
                workers(),
                slots(1),
                new SweepRun.Options(Duration.ofMillis(1500), false))
            .run(p -> {});
    assertThat(end.done()).isEqualTo(1);
    assertThat(failed(sweep, FakeWorker.HANGS).failure()).isEqualTo(Outcome.Failure.TIMED_OUT);
  }

  @Test
  void whatIsNoMessageIsIgnored() {
    assertThat(run(Given.sweep(1, FakeWorker.BABBLES), 1).done()).isEqualTo(1);
  }

  @Test
  void twoRunsAtOnceShareTheWork() throws Exception {
    Sweep sweep = Given.sweep(4, 0, 1, 2, 3);
    CompletableFuture<Progress> other = CompletableFuture.supplyAsync(() -> run(sweep, 1));
    Progress mine = run(sweep, 1);
    assertThat(mine.done()).isEqualTo(16);
    assertThat(other.get().done()).isEqualTo(16);
    assertThat(journal()).hasSize(16).doesNotHaveDuplicates();
  }

  @Test
  void aStoppedRunLosesNothing() throws Exception {
    Sweep sweep = Given.sweep(1, 0, FakeWorker.HANGS, 1);
    SweepRun run = new SweepRun(sweep, store, workers(), slots(1), SweepRun.Options.DEFAULT);
    CompletableFuture<Progress> end =
        CompletableFuture.supplyAsync(
            () ->
                run.run(
                    progress -> {
                      if (progress.done() == 1 && !progress.running().isEmpty()) {
                        new Thread(run::stop).start();
                      }
                    }));
    assertThat(end.get().done()).isEqualTo(1);
    assertThat(journal()).hasSize(1);
  }

  @Test
  void aStopThatComesFirstIsHeard() {
    SweepRun run =
        new SweepRun(Given.sweep(2, 0), store, workers(), slots(2), SweepRun.Options.DEFAULT);
    run.stop();
    assertThat(run.run(progress -> {}).done()).isZero();
    assertThat(journal).doesNotExist();
  }

  @Test
  void aStopWhileAWorkerIsStartedEndsThatWorker() {
    AtomicReference<SweepRun> run = new AtomicReference<>();
    AtomicReference<Worker> started = new AtomicReference<>();
    Launcher launcher =
        device -> {
          started.set(workers().start(device));
          run.get().stop();
          return started.get();
        };
    run.set(new SweepRun(Given.sweep(1, 0), store, launcher, slots(1), SweepRun.Options.DEFAULT));
    assertThat(run.get().run(progress -> {}).done()).isZero();
    assertThat(started.get().exitCode()).as("killed").isNotZero();
    assertThat(journal).doesNotExist();
  }

  @Test
  void anInterruptionIsAStopThatWaitsForTheWorkers() throws Exception {
    Sweep sweep = Given.sweep(1, FakeWorker.HANGS);
    SweepRun run = new SweepRun(sweep, store, workers(), slots(1), SweepRun.Options.DEFAULT);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread runner =
        new Thread(
            () -> {
              Thread me = Thread.currentThread();
              run.run(progress -> interruptWhenBusy(progress, me));
              interrupted.complete(me.isInterrupted());
            });
    runner.start();
    assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(store.state(sweep.trials().get(0).id())).isInstanceOf(RunState.Pending.class);
  }

  private static void interruptWhenBusy(Progress progress, Thread runner) {
    if (!progress.running().isEmpty()) {
      runner.interrupt();
    }
  }

  @Test
  void aTimeoutUnderASecondIsRefused() {
    assertThatThrownBy(() -> new SweepRun.Options(Duration.ofMillis(1), false))
        .isInstanceOf(ConfigException.class)
        .hasMessage("timeout must be at least 1 second, got PT0.001S");
  }

  @Test
  void anOutcomeThatCannotBeReadIsRefusedAndLeftAlone() throws IOException {
    Sweep sweep = Given.sweep(1, 0, 1);
    run(sweep, 1);
    Path outcome = store.folder(sweep.trials().get(0).id()).outcome();
    Files.writeString(outcome, "{\"status\": \"comp");
    assertThatThrownBy(() -> run(sweep, 1))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(outcome.toString())
        .hasMessageContaining("delete the file to train the trial again");
    assertThat(outcome).hasContent("{\"status\": \"comp");
  }

  @Test
  void aDeviceThatIsNotThereIsTheRunsError() throws IOException {
    Files.writeString(temporary.resolve("refuse"), "");
    assertThatThrownBy(() -> run(Given.sweep(1, 0), 1))
        .isInstanceOf(RunException.class)
        .hasMessage("device cpu is not there");
    assertThat(journal).doesNotExist();
  }

  @Test
  void aWorkerThatNeverStartsIsTheRunsError() throws IOException {
    Files.writeString(temporary.resolve("broken"), "");
    assertThatThrownBy(() -> run(Given.sweep(1, 0), 1))
        .isInstanceOf(RunException.class)
        .hasMessage("no worker starts on cpu: the library cannot be loaded");
  }

  @Test
  void aStoreThatCannotBeWrittenIsRefused() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "");
    Store below = new Store(file.resolve("runs"));
    assertThatThrownBy(
            () ->
                new SweepRun(
                        Given.sweep(1, 0), below, workers(), slots(1), SweepRun.Options.DEFAULT)
                    .run(p -> {}))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("store " + below.path() + " cannot be used");
  }

  private Progress run(Sweep sweep, int workers) {
    return new SweepRun(sweep, store, workers(), slots(workers), SweepRun.Options.DEFAULT)
        .run(progress -> {});
  }

  private ProcessLauncher workers() {
    return Given.fakeWorkers(journal);
  }

  private static Slots slots(int workers) {
    return new Slots(Collections.nCopies(workers, "cpu"));
  }

  private Outcome.Failed failed(Sweep sweep, long seed) throws IOException {
    Trial trial = Trial.of(sweep.variants().get(0).experiment(), seed);
    return ((RunState.Failed) store.state(trial.id())).outcome();
  }

  private static long crashes(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().startsWith("crashed-once-")).count();
    }
  }

  private List<String> journal() throws IOException {
    return Files.readAllLines(journal);
  }
}
