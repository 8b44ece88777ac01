package lamina.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DriftTest {
  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void driftIsTheDistanceAsAShareOfTheStart() {
    NDArray before = Given.uniform(manager, 1, 2, 3, 4);
    NDArray after = Given.uniform(manager, 2, 2, 3, 4);
    assertThat(drift(before, after))
        .isCloseTo(Floats.distance(after.toFloatArray(), before.toFloatArray()), within(1e-6));
  }

  @Test
  void driftFromZeroIsTheRootMeanSquare() {
    NDArray after = manager.create(new float[] {3, 4, 0, 0, 0, 0}, new Shape(1, 3, 2));
    assertThat(drift(after.zerosLike(), after)).isCloseTo(5 / Math.sqrt(6), within(1e-6));
    assertThat(drift(after.zerosLike(), after.zerosLike())).isZero();
  }

  /** Two rows, then the last one. */
  private double drift(NDArray before, NDArray after) {
    Drift drift = new Drift((owner, from, to) -> before.get(rows(from, to)));
    drift.at(after.get(rows(0, 2)));
    drift.at(after.get(rows(2, 3)));
    return drift.value();
  }

  private static NDIndex rows(long from, long to) {
    return new NDIndex(":, " + from + ":" + to);
  }
}
