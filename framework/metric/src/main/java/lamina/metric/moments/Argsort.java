package lamina.metric.moments;

/**
 * The order of numbers as numpy 1.24's argsort gives it. It matters for equal numbers alone: up to
 * 16 numbers keep equals in place, more do not.
 *
 * <p>A quicksort around the median of the first, the middle and the last number, with insertion
 * into short parts. Numbers that are none come last.
 */
final class Argsort {
  private static final int LONGEST_INSERTION = 16;

  private final double[] values;
  private final int[] order;

  private Argsort(double[] values) {
    this.values = values;
    this.order = new int[values.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
  }

  /** Indices of the values, from the least to the greatest. */
  static int[] ascending(double[] values) {
    Argsort sort = new Argsort(values);
    sort.sort(0, values.length - 1);
    return sort.order;
  }

  /** Both ends belong to the part. */
  private void sort(int first, int last) {
    if (last - first + 1 <= LONGEST_INSERTION) {
      insert(first, last);
      return;
    }
    int pivot = partition(first, last);
    sort(first, pivot - 1);
    sort(pivot + 1, last);
  }

  /** Where the median of three has its final place; what is less is before it. */
  private int partition(int first, int last) {
    int middle = first + (last - first) / 2;
    swapIfLess(middle, first);
    swapIfLess(last, middle);
    swapIfLess(middle, first);
    int parked = last - 1;
    swap(middle, parked);
    double median = values[order[parked]];
    int left = first;
    int right = parked;
    while (true) {
      do {
        left++;
      } while (less(values[order[left]], median));
      do {
        right--;
      } while (less(median, values[order[right]]));
      if (left >= right) {
        swap(left, parked);
        return left;
      }
      swap(left, right);
    }
  }

  private void insert(int first, int last) {
    for (int next = first + 1; next <= last; next++) {
      for (int i = next; i > first && swapIfLess(i, i - 1); i--) {
        continue;
      }
    }
  }

  private boolean swapIfLess(int one, int other) {
    boolean less = less(values[order[one]], values[order[other]]);
    if (less) {
      swap(one, other);
    }
    return less;
  }

  private void swap(int one, int other) {
    int kept = order[one];
    order[one] = order[other];
    order[other] = kept;
  }

  /** Zeros of either sign are equal, which Double.compare denies. */
  private static boolean less(double one, double other) {
    return one < other || (Double.isNaN(other) && !Double.isNaN(one));
  }
}
