package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lamina.config.Captioning;
import lamina.config.Trial;
import lamina.config.border.MeasuredCost;
import lamina.data.DataFolder;
import lamina.data.TinyData;
import lamina.mask.MaskFusion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasureCostsTest {
  private static final long HUNDRED_MEBIBYTES = 100 << 20;

  @TempDir Path temporary;

  @Test
  void forwardPassesAndStepsAreTimedInBatchesThatAreNamed() throws IOException {
    ComputeDevice device = ComputeDevice.start("cpu", 1);
    DataFolder data = TinyData.in(temporary.resolve("data"));
    for (Trial trial : trials()) {
      int batch = trial.experiment().training().batch();
      MeasuredCost cost = MeasureCosts.of(trial, data, device, 2, 0);
      assertThat(cost.latencyMillis()).isPositive();
      assertThat(cost.stepMillis()).isPositive();
      assertThat(cost.throughput()).isPositive();
      assertThat(cost)
          .extracting(MeasuredCost::device, MeasuredCost::threads, MeasuredCost::batch)
          .containsExactly("cpu", 1, 2);
      assertThat(cost.trainingBatch()).isEqualTo(batch);
      assertThat(cost.language().vocabulary() > 0)
          .isEqualTo(trial.experiment().task() instanceof Captioning);
      assertThat(MeasuredCost.fromLine(cost.toLine())).isEqualTo(cost);
    }
  }

  private static List<Trial> trials() {
    return List.of(
        SmallTrial.of(SmallTrial.mask(MaskFusion.ADD), 1, 1e-3, 0),
        SmallMoments.qdDetr(1),
        SmallMoments.momentDetr(1),
        SmallCaptions.swinBert(SmallTrial.NONE, 1),
        SmallCaptions.adapter(SmallTrial.NONE, 1));
  }

  /** Memory that was freed before is taken first, and is resident already. */
  @Test
  void thePeakIsSeenAndStaysWhenItIsGone() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "memory is read from /proc");
    ComputeDevice device = ComputeDevice.start("cpu", 1);
    try (NDManager manager = NDManager.newBaseManager(device.device());
        PeakMemory peak = PeakMemory.watched()) {
      long enough = peak.mebibytes() + 90;
      try (NDManager held = manager.newSubManager()) {
        for (int i = 0; i < 10 && peak.mebibytes() < enough; i++) {
          held.ones(new Shape(HUNDRED_MEBIBYTES / Float.BYTES));
          Thread.sleep(50);
        }
      }
      assertThat(peak.mebibytes()).isBetween(enough, enough + 300);
    }
  }

  @Test
  void aBatchMayBeGreaterThanASplit() throws IOException {
    ComputeDevice device = ComputeDevice.start("cpu", 1);
    DataFolder data = TinyData.in(temporary.resolve("data"));
    Trial trial = SmallTrial.of(SmallTrial.NONE, 1, 1e-3, 0);
    assertThat(MeasureCosts.of(trial, data, device, 100, 0).batch()).isEqualTo(100);
  }
}
