package lamina.sweep.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import lamina.sweep.Given;
import lamina.sweep.Progress;
import lamina.sweep.RunException;
import lamina.sweep.RunState;
import lamina.sweep.Slots;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.SweepRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose workers are behind a driver, which is a fake one here. */
class ClusterLauncherTest {
  @TempDir Path temporary;
  private final List<String> news = new ArrayList<>();

  @Test
  void aRunGoesThroughTheDriver() {
    try (ClusterLauncher cluster = launcher("cpu")) {
      assertThat(cluster.ready()).isEqualTo(new ClusterReply.Ready(1, 2));
      Progress end = run(Given.sweep(3, 0, 1), cluster);
      assertThat(end.done()).isEqualTo(6);
    }
    assertThat(news).isEmpty();
  }

  @Test
  void aDriverThatRefusesIsAnErrorInItsWords() {
    assertThatThrownBy(() -> launcher(FakeDriver.REFUSED))
        .isInstanceOf(RunException.class)
        .hasMessage("machine a: there is no gpu:0");
  }

  @Test
  void aMachineThatIsLeftOutIsNewsWheneverThatIs() {
    try (ClusterLauncher cluster = launcher(FakeDriver.PARTLY)) {
      assertThat(run(Given.sweep(1, 0), cluster).done()).isEqualTo(1);
    }
    assertThat(news)
        .containsExactly(
            "machine b: there is no gpu:0; it is left out",
            "machine c: there is no gpu:0; it is left out");
  }

  @Test
  void aDriverThatDiesEndsTheRunAndIsNoTrialsFault() throws Exception {
    Sweep sweep = Given.sweep(1, 0, FakeDriver.DIES);
    try (ClusterLauncher cluster = launcher("cpu")) {
      assertThatThrownBy(() -> run(sweep, cluster))
          .isInstanceOf(RunException.class)
          .hasMessageContaining("the cluster's driver has ended: ");
    }
    assertThat(store().state(sweep.trials().get(1).id())).isInstanceOf(RunState.Pending.class);
  }

  private Progress run(Sweep sweep, ClusterLauncher cluster) {
    Slots slots = new Slots(Collections.nCopies(cluster.ready().slots(), "cpu"));
    return new SweepRun(sweep, store(), cluster, slots, SweepRun.Options.DEFAULT)
        .run(progress -> {});
  }

  private Store store() {
    return new Store(temporary.resolve("runs"));
  }

  private ClusterLauncher launcher(String device) {
    return new ClusterLauncher(
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            FakeDriver.class.getName()),
        new ClusterSettings(
            "spark://127.0.0.1:7077",
            device,
            store().path().toString(),
            false,
            "",
            "",
            new ClusterSettings.Program(List.of(), List.of(), "Main", List.of()),
            temporary.toString(),
            List.of()),
        news::add);
  }
}
