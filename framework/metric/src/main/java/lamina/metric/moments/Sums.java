package lamina.metric.moments;

/**
 * Sums in the order in which numpy adds, so that not even the last bit differs: eight running sums
 * for a block of up to 128 numbers, and halves of a longer array apart.
 */
final class Sums {
  private static final int LANES = 8;
  private static final int BLOCK = 128;

  private Sums() {}

  /** NaN for no values. */
  static double mean(double[] values, int count) {
    return sum(values, 0, count) / count;
  }

  static double mean(double[] values) {
    return mean(values, values.length);
  }

  static double sum(double[] values, int from, int count) {
    if (count < LANES) {
      return added(0, values, from, from + count);
    }
    if (count > BLOCK) {
      int half = count / 2;
      half -= half % LANES;
      return sum(values, from, half) + sum(values, from + half, count - half);
    }
    double[] lanes = new double[LANES];
    int whole = count - count % LANES;
    for (int i = 0; i < whole; i++) {
      lanes[i % LANES] += values[from + i];
    }
    double sum =
        ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]))
            + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
    return added(sum, values, from + whole, from + count);
  }

  private static double added(double sum, double[] values, int from, int to) {
    double total = sum;
    for (int i = from; i < to; i++) {
      total += values[i];
    }
    return total;
  }
}
