package lamina.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import lamina.config.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {
  private static final int KILLS = 12;

  @TempDir Path temporary;

  @Test
  void killedRunsAndWorkersLoseAndRepeatNothing() throws Exception {
    Path journal = temporary.resolve("journal");
    Store store = new Store(temporary.resolve("runs"));
    SplittableRandom random = new SplittableRandom(11);
    Map<String, byte[]> finished = new HashMap<>();
    for (int kill = 0; kill < KILLS; kill++) {
      Process run = start(store, journal);
      boolean ended = run.waitFor(200 + random.nextInt(500), TimeUnit.MILLISECONDS);
      if (!ended && kill % 3 == 2) {
        run.descendants().findFirst().ifPresent(ProcessHandle::destroyForcibly);
        run.waitFor(150, TimeUnit.MILLISECONDS);
      }
      run.destroyForcibly().waitFor();
      rememberAndCompare(store, finished);
    }
    Progress end =
        new SweepRun(
                FakeRun.sweep(),
                store,
                Given.fakeWorkers(journal),
                new Slots(Collections.nCopies(2, "cpu")),
                SweepRun.Options.DEFAULT)
            .run(progress -> {});
    assertThat(end.done()).isEqualTo(24);
    assertThat(end.failed()).isZero();
    rememberAndCompare(store, finished);
    assertThat(finished).hasSize(24);
  }

  /** An outcome, once there, never changes. */
  private static void rememberAndCompare(Store store, Map<String, byte[]> finished)
      throws Exception {
    for (Trial trial : FakeRun.sweep().trials()) {
      Path outcome = store.folder(trial.id()).outcome();
      byte[] before = finished.get(trial.id().hex());
      if (before != null) {
        assertThat(outcome).hasBinaryContent(before);
      }
      if (Files.exists(outcome)) {
        assertThat(store.state(trial.id())).isInstanceOf(RunState.Completed.class);
        finished.put(trial.id().hex(), Files.readAllBytes(outcome));
      }
    }
  }

  private static Process start(Store store, Path journal) throws Exception {
    return new ProcessBuilder(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "lamina.sweep.FakeRun",
                store.path().toString(),
                journal.toString()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
