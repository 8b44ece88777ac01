package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lamina.config.MaskFusion;
import lamina.config.Trial;
import lamina.config.border.MeasuredCost;
import lamina.data.DataFolder;
import lamina.data.TinyData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasureCostsTest {
  @TempDir Path temporary;

  @Test
  void forwardPassesAndStepsAreTimedInBatchesThatAreNamed() throws IOException {
    ComputeDevice device = ComputeDevice.start("cpu", 1);
    DataFolder data = TinyData.in(temporary.resolve("data"));
    Trial classifier = SmallTrial.of(SmallTrial.mask(MaskFusion.ADD), 1, 1e-3, 0);
    for (Trial trial : List.of(classifier, SmallMoments.qdDetr(1), SmallMoments.momentDetr(1))) {
      int batch = trial.experiment().training().batch();
      MeasuredCost cost = MeasureCosts.of(trial, data, device, 2, 0);
      assertThat(cost.latencyMillis()).isPositive();
      assertThat(cost.stepMillis()).isPositive();
      assertThat(cost.throughput()).isPositive();
      assertThat(cost)
          .extracting(MeasuredCost::device, MeasuredCost::threads, MeasuredCost::batch)
          .containsExactly("cpu", 1, 2);
      assertThat(cost.trainingBatch()).isEqualTo(batch);
      assertThat(cost.vocabulary()).isZero();
      assertThat(MeasuredCost.fromLine(cost.toLine())).isEqualTo(cost);
    }
  }

  @Test
  void thePeakIsSeenAlthoughItIsGoneAgain() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "memory is read from /proc");
    ComputeDevice device = ComputeDevice.start("cpu", 1);
    try (NDManager manager = NDManager.newBaseManager(device.device());
        PeakMemory peak = PeakMemory.watched()) {
      long before = peak.mebibytes();
      for (int i = 0; i < 50 && peak.mebibytes() < before + 90; i++) {
        try (NDArray large = manager.ones(new Shape(100 << 18))) {
          Thread.sleep(10);
          assertThat(large.getFloat(0)).isEqualTo(1);
        }
      }
      assertThat(peak.mebibytes()).as("100 MiB more").isBetween(before + 90, before + 400);
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
