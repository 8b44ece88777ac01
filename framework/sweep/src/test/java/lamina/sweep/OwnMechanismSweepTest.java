package lamina.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lamina.config.AttentionMask;
import lamina.config.Experiment;
import lamina.config.OwnMask;
import lamina.config.border.MechanismCode;
import lamina.config.own.MechanismSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that a user's mechanism ends, with whatever code. */
class OwnMechanismSweepTest {
  private static final MechanismSource PROBE =
      MechanismSource.of("Probe.java", "public record Probe() implements Mechanism {}");

  @TempDir Path temporary;

  private Progress run(AttentionMask mask, long... seeds) {
    Experiment<AttentionMask> experiment = Given.experiment(1).with(mask);
    Sweep sweep =
        new Sweep(
            "own",
            java.util.Arrays.stream(seeds).boxed().toList(),
            List.of(new Variant("probe", Map.of(), experiment)));
    return new SweepRun(
            sweep,
            new Store(temporary.resolve("runs")),
            Given.fakeWorkers(temporary.resolve("journal")),
            new Slots(Collections.nCopies(1, "cpu")),
            SweepRun.Options.DEFAULT)
        .run(progress -> {});
  }

  private static OwnMask own() {
    MechanismCode.keep(
        new MechanismCode(
            PROBE.digest(), "Probe", "Probe.java", PROBE.text(), new TreeMap<>(Map.of())));
    return PROBE.mask(Map.of());
  }

  @Test
  void aMechanismThatEndsItsWorkerFailsAndTheSweepGoesOn() {
    Progress end = run(own(), 0, FakeWorker.EXITS, 1);
    assertThat(end.done()).isEqualTo(2);
    assertThat(end.failures())
        .extracting(Progress.Failure::seed, Progress.Failure::reason)
        .containsExactly(tuple(FakeWorker.EXITS, "crashed: its worker ended with exit code 2"));
  }

  @Test
  void aWorkerThatIsStoppedEndsTheRunWhateverItTrained() {
    assertThatThrownBy(() -> run(own(), FakeWorker.STOPS, 0))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("data are missing");
    assertThatThrownBy(() -> run(Given.experiment(1).mask(), FakeWorker.EXITS, 0))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("worker on cpu stopped");
  }

  @Test
  void aMechanismThatWasNotCompiledIsRefused() {
    OwnMask other = new OwnMask("other", new TreeMap<>(), "0".repeat(64));
    assertThatThrownBy(() -> run(other, 0)).hasMessageContaining("mask.source must be compiled");
  }
}
