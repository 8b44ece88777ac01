package lamina.task.moments;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import lamina.data.moments.MomentFeatures;
import lamina.data.moments.MomentSplit;
import lamina.metric.moments.GroundTruth;
import lamina.metric.moments.GroundTruth.Window;
import org.junit.jupiter.api.Test;

class DataTest {
  private static final int VIDEO = 3;
  private static final int TEXT = 2;

  /** As many clips and words as its index says, all of them ones. */
  private static final MomentSplit SPLIT =
      new MomentSplit() {
        @Override
        public int size() {
          return 4;
        }

        @Override
        public GroundTruth truth(int index) {
          return Given.truth(index + 1, List.of(new Window(0, 2)), 1);
        }

        @Override
        public MomentFeatures features(int index) {
          return new MomentFeatures(
              ones((index + 1) * VIDEO), index + 1, ones(index * TEXT), index);
        }
      };

  private static float[] ones(int count) {
    float[] ones = new float[count];
    java.util.Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void aBatchIsPaddedWithZeros() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Example batch = new Data(SPLIT, VIDEO, TEXT).batch(new int[] {3, 1}, manager);
      assertThat(batch.clips()).containsExactly(4, 2);
      assertThat(batch.input().video().getShape()).isEqualTo(new Shape(2, 75, VIDEO));
      assertThat(batch.input().video().sum().getFloat()).isEqualTo((4 + 2) * VIDEO);
      assertThat(batch.input().text().getShape()).isEqualTo(new Shape(2, 3, TEXT));
      assertThat(batch.input().words().toBooleanArray())
          .containsExactly(true, true, true, true, false, false);
      assertThat(batch.truth().get(0).duration()).isEqualTo(8);
    }
  }

  @Test
  void aQueryWithoutWordsIsOneWordOfZeros() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Example batch = new Data(SPLIT, VIDEO, TEXT).batch(new int[] {0}, manager);
      assertThat(batch.input().text().toFloatArray()).containsExactly(0, 0);
      assertThat(batch.input().words().toBooleanArray()).containsExactly(true);
    }
  }
}
