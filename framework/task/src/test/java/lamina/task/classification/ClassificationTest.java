package lamina.task.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class ClassificationTest {
  private static final float[] LOGITS = {1, 2, 3, 0.5f, -1, 0.25f};
  private static final long[] LABELS = {2, 0};

  @Test
  void theLossIsTheMeanNegativeLogProbability() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray logits = manager.create(LOGITS, new Shape(2, 3));
      assertThat((double) Loss.of(logits, manager.create(LABELS)).getFloat())
          .isCloseTo(loss(LOGITS), within(1e-6));
    }
  }

  @Test
  void theLossHasTheGradientOfFiniteDifferencesAfterACollection() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray logits = manager.create(LOGITS, new Shape(2, 3));
      logits.setRequiresGradient(true);
      try (var collector = Engine.getInstance().newGradientCollector()) {
        NDArray loss = Loss.of(logits, manager.create(LABELS));
        System.gc();
        collector.backward(loss);
      }
      float[] gradient = logits.getGradient().toFloatArray();
      for (int i = 0; i < LOGITS.length; i++) {
        float[] above = LOGITS.clone();
        float[] below = LOGITS.clone();
        above[i] += 1e-2f;
        below[i] -= 1e-2f;
        double expected = (loss(above) - loss(below)) / (above[i] - below[i]);
        assertThat((double) gradient[i]).isCloseTo(expected, within(1e-4));
      }
    }
  }

  @Test
  void accuracyCountsTheFirstAndTopFiveTheFirstFive() {
    Metrics metrics = new Metrics();
    metrics.add(new float[] {9, 1, 2, 3, 4, 5, 6}, 0, 0.5);
    metrics.add(new float[] {9, 1, 2, 3, 4, 5, 6}, 3, 1.5);
    metrics.add(new float[] {9, 1, 2, 3, 4, 5, 6}, 2, 4);
    metrics.add(new float[] {9, 1, 2, 3, 4, 5, 6}, 1, 2);
    assertThat(metrics.values())
        .containsEntry("accuracy", 0.25)
        .containsEntry("accuracy-top-5", 0.5)
        .containsEntry("loss", 2.0);
  }

  @Test
  void ofEqualScoresTheFirstClassWins() {
    Metrics metrics = new Metrics();
    metrics.add(new float[] {1, 1}, 0, 0);
    metrics.add(new float[] {1, 1}, 1, 0);
    assertThat(metrics.values()).containsEntry("accuracy", 0.5);
  }

  private static double loss(float[] logits) {
    double sum = 0;
    for (int row = 0; row < 2; row++) {
      double total = 0;
      for (int c = 0; c < 3; c++) {
        total += Math.exp(logits[3 * row + c]);
      }
      sum -= logits[3 * row + (int) LABELS[row]] - Math.log(total);
    }
    return sum / 2;
  }
}
