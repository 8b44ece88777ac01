package lamina.model;

/** Arithmetic on arrays that tests compare. */
public final class Floats {
  private Floats() {}

  /** Length of the difference, as a share of the length expected. */
  public static double distance(float[] actual, float[] expected) {
    return distance(actual, expected, 0);
  }

  /** The same as a share of {@code atLeast}, where less is expected. */
  public static double distance(float[] actual, float[] expected, double atLeast) {
    float[] difference = new float[expected.length];
    for (int i = 0; i < expected.length; i++) {
      difference[i] = actual[i] - expected[i];
    }
    return length(difference) / Math.max(length(expected), atLeast);
  }

  public static double length(float[] values) {
    return Math.sqrt(dot(values, values));
  }

  public static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
