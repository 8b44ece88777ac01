package lamina.data.features;

/** Which of many rows are looked at where there is room for fewer. */
public final class Spread {
  private Spread() {}

  /**
   * The middle row of each of as many equal parts as there is room for; all rows where there is
   * room for all.
   *
   * @param rows how many there are
   * @param most how many there is room for, at least 1
   */
  public static int[] of(int rows, int most) {
    int count = Math.min(rows, most);
    int[] chosen = new int[count];
    for (int i = 0; i < count; i++) {
      chosen[i] = (int) ((2L * i + 1) * rows / (2L * count));
    }
    return chosen;
  }

  /**
   * The same of rows of numbers.
   *
   * @param values (rows, width), row by row
   * @return at most so many of the rows, row by row
   */
  public static float[] rows(float[] values, int width, int most) {
    int[] chosen = of(values.length / width, most);
    float[] spread = new float[chosen.length * width];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(values, chosen[i] * width, spread, i * width, width);
    }
    return spread;
  }
}
