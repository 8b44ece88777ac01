package lamina.mechanism;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What a mechanism has in each layer that it acts in. */
public final class PerLayer<T> {
  private final List<@Nullable T> layers = new ArrayList<>();

  PerLayer(int layers, IntPredicate acts, IntFunction<T> make) {
    for (int layer = 0; layer < layers; layer++) {
      this.layers.add(acts.test(layer) ? make.apply(layer) : null);
    }
  }

  /**
   * What is in a layer.
   *
   * @throws IllegalArgumentException where the mechanism does not act
   */
  public T in(int layer) {
    T here = layers.get(layer);
    if (here == null) {
      throw new IllegalArgumentException("the mechanism does not act in layer " + layer);
    }
    return here;
  }
}
