package lamina.model;

import java.util.SplittableRandom;
import lamina.config.Randomness;
import org.jspecify.annotations.Nullable;

/**
 * Random numbers of a mechanism: a stream of its own for every name and layer, so that what one
 * draws moves nothing that another does.
 */
@FunctionalInterface
public interface Draws {
  /**
   * Numbers in [0, 1). They are drawn on the host and carried to the device: some nanoseconds each.
   *
   * @param name says what for
   * @param layer from 0
   * @param count how many
   */
  float[] uniform(String name, int layer, int count);

  /**
   * Numbers of one's own in the place of normal ones; null for those that the device makes of
   * uniform ones.
   */
  default float @Nullable [] normal(String name, int layer, int count) {
    return null;
  }

  /**
   * Those of one pass of a trial.
   *
   * @param seed of the trial
   * @param when which pass it is, e.g. {@code epoch 3, step 5}
   */
  static Draws of(long seed, String when) {
    return (name, layer, count) -> {
      String purpose = "draws of " + name + " in layer " + layer + ", " + when;
      SplittableRandom random = Randomness.source(seed, purpose);
      float[] numbers = new float[count];
      for (int i = 0; i < count; i++) {
        numbers[i] = (random.nextInt() >>> 8) * 0x1p-24f;
      }
      return numbers;
    };
  }
}
