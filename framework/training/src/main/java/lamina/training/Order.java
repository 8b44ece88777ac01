package lamina.training;

import java.util.SplittableRandom;
import lamina.config.Randomness;

/** In which order examples are seen. */
final class Order {
  private Order() {}

  /** All indices below {@code size}, shuffled (Fisher and Yates) by seed and epoch alone. */
  static int[] shuffled(int size, long seed, int epoch) {
    SplittableRandom random = Randomness.source(seed, "order of epoch " + epoch);
    int[] order = inOrder(size);
    for (int i = size - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int held = order[i];
      order[i] = order[j];
      order[j] = held;
    }
    return order;
  }

  static int[] inOrder(int size) {
    return java.util.stream.IntStream.range(0, size).toArray();
  }

  /** How many batches there are; the last may be short. */
  static int batches(int size, int batch) {
    return (size + batch - 1) / batch;
  }

  /** The indices of one batch. */
  static int[] batch(int[] order, int batch, int index) {
    int from = index * batch;
    return java.util.Arrays.copyOfRange(order, from, Math.min(order.length, from + batch));
  }
}
