package lamina.contract;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Arithmetic on rows of numbers. */
final class Numbers {
  private Numbers() {}

  /** Numbers in [-1, 1), the same for a seed. */
  static float[] uniform(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }

  static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }

  /** The greatest difference as a share of the greatest value; infinite where one is no number. */
  static double difference(float[] one, float[] other) {
    double most = 1e-6;
    double difference = 0;
    for (int i = 0; i < one.length; i++) {
      if (!Float.isFinite(one[i]) || !Float.isFinite(other[i])) {
        return Double.POSITIVE_INFINITY;
      }
      most = Math.max(most, Math.abs(one[i]));
      difference = Math.max(difference, Math.abs(one[i] - other[i]));
    }
    return difference / most;
  }

  /** Numbers with some of them moved. */
  static float[] moved(float[] values, int from, float[] by) {
    float[] moved = values.clone();
    for (int i = 0; i < by.length; i++) {
      moved[from + i] += by[i];
    }
    return moved;
  }

  static float[] negated(float[] values) {
    float[] negated = Arrays.copyOf(values, values.length);
    for (int i = 0; i < negated.length; i++) {
      negated[i] = -negated[i];
    }
    return negated;
  }
}
