package lamina.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;

class ClampTest {
  /** After a collection too: nothing that the backward pass reads may be gone. */
  @Test
  void theGradientIsOneWithinTheBordersAndOnThem() {
    try (NDManager manager = NDManager.newBaseManager();
        var collector = Engine.getInstance().newGradientCollector()) {
      NDArray x = manager.create(new float[] {-2, 0, 0.5f, 1, 3});
      x.setRequiresGradient(true);
      NDArray clamped = Clamp.between(x, 0, 1);
      assertThat(clamped.toFloatArray()).containsExactly(0, 0, 0.5f, 1, 1);
      NDArray sum = clamped.sum();
      for (int i = 0; i < 20; i++) {
        System.gc();
        manager.zeros(new ai.djl.ndarray.types.Shape(1000)).close();
      }
      collector.backward(sum);
      assertThat(x.getGradient().toFloatArray()).containsExactly(0, 1, 1, 1, 0);
    }
  }
}
