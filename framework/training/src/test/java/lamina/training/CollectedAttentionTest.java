package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import lamina.config.Traits;
import lamina.config.border.AttentionFile;
import lamina.config.border.Safetensors.Tensor;
import lamina.model.AttentionRows;
import org.junit.jupiter.api.Test;

class CollectedAttentionTest {
  private static final int[] CHUNKS = {2, 2, 1};

  @Test
  void chunksOfRowsArePutTogether() {
    ComputeDevice.start("cpu", 1);
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray probabilities = manager.arange(2f * 3 * 5 * 4).reshape(2, 3, 5, 4);
      for (Shape shape :
          List.of(
              new Shape(1, 5, 4),
              new Shape(2, 5, 4),
              new Shape(1, 3, 5, 4),
              new Shape(2, 3, 5, 4))) {
        NDArray mask = manager.arange((float) shape.size()).reshape(shape);
        CollectedAttention collected = new CollectedAttention();
        collected.attention(1, new Whole(probabilities, mask));
        assertSame(collected, AttentionFile.attention(2), probabilities);
        assertSame(collected, AttentionFile.mask(2), mask);
      }
    }
  }

  private static void assertSame(CollectedAttention collected, String name, NDArray whole) {
    Tensor tensor = collected.tensors().get(name);
    assertThat(new Shape(tensor.shape())).isEqualTo(whole.getShape());
    assertThat(tensor.values()).isEqualTo(whole.toFloatArray());
  }

  /** Arrays that are shown two rows at a time. */
  private record Whole(NDArray probabilities, NDArray mask) implements AttentionRows {
    @Override
    public long examples() {
      return probabilities.getShape().get(0);
    }

    @Override
    public long queries() {
      return probabilities.getShape().get(2);
    }

    @Override
    public long keys() {
      return probabilities.getShape().get(3);
    }

    @Override
    public Traits.Weights weights() {
      return Traits.Weights.DISTRIBUTION;
    }

    @Override
    public boolean isMasked() {
      return true;
    }

    @Override
    public void forEach(Look look) {
      int from = 0;
      for (int rows : CHUNKS) {
        String chunk = from + ":" + (from + rows);
        look.at(
            mask.get(new NDIndex("..., " + chunk + ", :")),
            probabilities.get(new NDIndex(":, :, " + chunk)));
        from += rows;
      }
    }

    @Override
    public void forEachOfMask(LookAtMask look) {
      forEach((rows, ignored) -> look.at(rows));
    }

    @Override
    public KeptMask keepMask(NDManager owner) {
      throw new UnsupportedOperationException();
    }
  }
}
