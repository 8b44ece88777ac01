package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
  void aBatchMayBeGreaterThanASplit() throws IOException {
    ComputeDevice device = ComputeDevice.start("cpu", 1);
    DataFolder data = TinyData.in(temporary.resolve("data"));
    Trial trial = SmallTrial.of(SmallTrial.NONE, 1, 1e-3, 0);
    assertThat(MeasureCosts.of(trial, data, device, 100, 0).batch()).isEqualTo(100);
  }
}
