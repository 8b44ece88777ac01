package lamina.model.language;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a decoder keeps of tokens that it has read, so that it need not read them again: keys and
 * values of every layer, 2 B G N dk numbers each.
 */
public final class Past {
  /** Nothing was read. */
  public static final Past NONE = new Past(List.of());

  private final List<KeyValues> layers;

  Past(List<KeyValues> layers) {
    this.layers = layers;
  }

  /** How many tokens of every sequence were read. */
  public long tokens() {
    return layers.isEmpty() ? 0 : layers.get(0).count();
  }

  @Nullable KeyValues of(int layer) {
    return layers.isEmpty() ? null : layers.get(layer);
  }

  Past rows(NDArray numbers) {
    return new Past(layers.stream().map(layer -> layer.rows(numbers)).toList());
  }

  Past keptBy(NDManager owner) {
    return new Past(layers.stream().map(layer -> layer.keptBy(owner)).toList());
  }
}
