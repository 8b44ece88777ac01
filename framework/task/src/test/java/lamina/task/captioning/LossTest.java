package lamina.task.captioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import lamina.mask.NoMask;
import lamina.model.Pass;
import org.junit.jupiter.api.Test;

class LossTest {
  /** Probabilities of three words at two places of two examples. */
  private static final double[][][] P = {
    {{0.5, 0.25, 0.25}, {0.1, 0.2, 0.7}}, {{0.6, 0.3, 0.1}, {0.25, 0.5, 0.25}}
  };

  private static NDArray logits(NDManager manager) {
    float[] values = new float[12];
    for (int i = 0; i < values.length; i++) {
      // a number that is added to all logits of a place changes no probability
      values[i] = (float) Math.log(P[i / 6][i / 3 % 2][i % 3]) + i / 3;
    }
    return manager.create(values, new Shape(2, 2, 3));
  }

  @Test
  void itIsTheMeanOfMinusLogPOfWhatIsAskedFor() {
    List<Loss.Asked> asked =
        List.of(new Loss.Asked(0, 1, 2), new Loss.Asked(1, 0, 0), new Loss.Asked(1, 0, 2));
    try (Subject any = Subject.swinBert(new NoMask(), Given.VIDEOS);
        Pass pass = any.pass()) {
      NDArray logits = logits(pass.manager());
      NDArray each = Loss.each(pass, logits, asked);
      assertThat(each.getShape()).isEqualTo(new Shape(3, 1));
      float[] expected = {(float) -Math.log(0.7), (float) -Math.log(0.6), (float) -Math.log(0.1)};
      assertThat(each.toFloatArray()).containsExactly(expected, within(1e-6f));
      assertThat((double) Loss.of(pass, logits, asked).getFloat())
          .isCloseTo(-Math.log(0.7 * 0.6 * 0.1) / 3, within(1e-6));
    }
  }
}
