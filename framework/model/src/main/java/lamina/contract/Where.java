package lamina.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import lamina.model.Declaration;

/** Names places among rows of numbers, all counted from 0. */
final class Where {
  private Where() {}

  /** Where two rows differ most, and what stands there; the first place that has no number. */
  static String most(float[] one, float[] other, IntFunction<String> place) {
    int most = 0;
    double difference = -1;
    for (int i = 0; i < one.length; i++) {
      if (!Float.isFinite(one[i]) || !Float.isFinite(other[i])) {
        most = i;
        break;
      }
      if (Math.abs(one[i] - other[i]) > difference) {
        most = i;
        difference = Math.abs(one[i] - other[i]);
      }
    }
    return String.format(
        Locale.ROOT, "most in %s: %.5g and %.5g", place.apply(most), one[most], other[most]);
  }

  /** A number of tokens, (examples, tokens, D) row by row. */
  static IntFunction<String> token(int tokens) {
    return i ->
        "example %d, token %d, column %d"
            .formatted(i / Subject.WIDTH / tokens, i / Subject.WIDTH % tokens, i % Subject.WIDTH);
  }

  /** A number of tensors that lie one after the other, as in {@code encoder.mask.bias[0, 3]}. */
  static IntFunction<String> tensor(List<Declaration.Tensor> tensors) {
    return i -> {
      int from = 0;
      for (Declaration.Tensor tensor : tensors) {
        if (i < from + tensor.size()) {
          return tensor.name()
              + Arrays.stream(index(i - from, tensor.shape().getShape()))
                  .mapToObj(Long::toString)
                  .collect(Collectors.joining(", ", "[", "]"));
        }
        from += tensor.size();
      }
      throw new IllegalArgumentException("no tensor has the number " + i);
    };
  }

  private static long[] index(long flat, long[] shape) {
    long[] index = new long[shape.length];
    long left = flat;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = left % shape[axis];
      left /= shape[axis];
    }
    return index;
  }

  /** The place of the first number that is none; empty where all are. */
  static String firstNotFinite(float[] values, IntFunction<String> place) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return place.apply(i);
      }
    }
    return "";
  }
}
