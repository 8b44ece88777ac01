package lamina.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import lamina.config.GarmentMoments;
import lamina.data.moments.GarmentMomentsSplit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GarmentMomentsTest {
  @TempDir Path temporary;

  @Test
  void theEncoderGivesUnitRows() {
    try (MiniLm encoder = MiniLm.open()) {
      float[] rows = encoder.encode("a sandal is shown while Russian is spoken");
      assertThat(rows.length).isEqualTo(11 * MiniLm.WIDTH);
    }
  }

  @Test
  void composes() throws Exception {
    DataFolder folder = TinyData.in(temporary);
    var split =
        GarmentMomentsSplit.compose(
            new GarmentMoments(20, 20, 20, 0.3, 10, 0), Split.TRAIN, folder);
    for (int i = 0; i < split.size(); i++) {
      assertThat(split.truth(i).windows()).hasSizeBetween(1, 3);
      assertThat(split.features(i).video()).hasSize(75 * 262);
    }
  }
}
