package lamina.model.language;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Adapter} puts beside the attention of a decoder's last layers, projected once for
 * all tokens that are read with it.
 */
public final class Prompts {
  /** Plain decoding. */
  public static final Prompts NONE = new Prompts(0, List.of());

  private final int first;
  private final List<Prompt> layers;

  /**
   * Prompts of consecutive layers.
   *
   * @param first the layer of the first of them
   */
  Prompts(int first, List<Prompt> layers) {
    this.first = first;
    this.layers = layers;
  }

  @Nullable Prompt of(int layer) {
    boolean prompted = layer >= first && layer < first + layers.size();
    return prompted ? layers.get(layer - first) : null;
  }

  Prompts rows(NDArray numbers) {
    return map(prompt -> prompt.rows(numbers));
  }

  Prompts keptBy(NDManager owner) {
    return map(prompt -> prompt.keptBy(owner));
  }

  private Prompts map(UnaryOperator<Prompt> change) {
    List<Prompt> changed = new ArrayList<>();
    layers.forEach(layer -> changed.add(change.apply(layer)));
    return new Prompts(first, changed);
  }
}
