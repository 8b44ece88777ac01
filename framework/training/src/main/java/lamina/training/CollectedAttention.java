package lamina.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.TreeMap;
import lamina.config.border.AttentionFile;
import lamina.config.border.Safetensors.Tensor;
import lamina.model.AttentionRows;
import lamina.model.Observer;
import org.jspecify.annotations.Nullable;

/** Copies every layer's mask and probabilities out of the engine, a chunk of rows at a time. */
final class CollectedAttention implements Observer {
  private final Map<String, Tensor> tensors = new TreeMap<>();

  /** What was copied, by its name in an {@link AttentionFile}. */
  Map<String, Tensor> tensors() {
    return tensors;
  }

  @Override
  public void attention(int layer, AttentionRows rows) {
    Rows attention = new Rows(rows);
    Rows masks = new Rows(rows);
    rows.forEach(
        (mask, probabilities) -> {
          attention.add(probabilities);
          if (mask != null) {
            masks.add(mask);
          }
        });
    tensors.put(AttentionFile.attention(layer + 1), attention.tensor());
    if (rows.isMasked()) {
      tensors.put(AttentionFile.mask(layer + 1), masks.tensor());
    }
  }

  /** An array that comes a chunk of its last but one axis at a time. */
  private static final class Rows {
    private final AttentionRows rows;
    private @Nullable Tensor whole;
    private int from;

    Rows(AttentionRows rows) {
      this.rows = rows;
    }

    void add(NDArray chunk) {
      if (whole == null) {
        whole = empty(chunk.getShape());
      }
      int keys = Math.toIntExact(rows.keys());
      int count = Math.toIntExact(chunk.getShape().get(chunk.getShape().dimension() - 2)) * keys;
      int stride = Math.toIntExact(rows.queries()) * keys;
      float[] values = chunk.toFloatArray();
      for (int block = 0; block < values.length / count; block++) {
        System.arraycopy(values, block * count, whole.values(), block * stride + from, count);
      }
      from += count;
    }

    private Tensor empty(Shape chunk) {
      long[] shape = chunk.getShape().clone();
      shape[shape.length - 2] = rows.queries();
      return new Tensor(shape, new float[Math.toIntExact(new Shape(shape).size())]);
    }

    Tensor tensor() {
      return java.util.Objects.requireNonNull(whole);
    }
  }
}
