package lamina.data.features;

import java.nio.file.Path;
import lamina.data.DataException;

/**
 * The rows of one feature file, each of them a clip or a token.
 *
 * @param file where they lie
 * @param rows how many
 * @param width features of a row
 * @param values finite, row by row, (rows, width)
 */
public record FeatureRows(Path file, int rows, int width, float[] values) {
  private static final float EPSILON = 1e-5f;

  /**
   * Reads an array of an npz file.
   *
   * @throws DataException where it cannot be read, has another width, or a value that is not finite
   */
  public static FeatureRows read(Path file, String array, int width) {
    return checked(file, NpzFile.read(file, array), array, width);
  }

  /**
   * Reads an npy file.
   *
   * @throws DataException as above
   */
  public static FeatureRows read(Path file, int width) {
    return checked(file, NpyFile.read(file), "the array", width);
  }

  private static FeatureRows checked(Path file, Matrix matrix, String array, int width) {
    if (matrix.rows() > 0 && matrix.columns() != width) {
      throw new DataException(
          file + ": " + array + " must be " + width + " wide, got " + matrix.columns());
    }
    requireFinite(file + ": " + array, matrix.values(), width, 0);
    return new FeatureRows(file, matrix.rows(), width, matrix.values());
  }

  /** Refuses numbers that are none in rows of an array, of which they begin with the first. */
  static void requireFinite(String name, float[] values, int width, int first) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new DataException(
            String.format(
                "%s must be finite, got %s in row %d, column %d",
                name, values[i], first + i / width, i % width));
      }
    }
  }

  /**
   * Writes a row x as x / (|x| + 1e-5), where |x| is its Euclidean length; a row of zeros stays
   * one.
   */
  public void writeNormalised(int row, float[] to, int offset) {
    int start = row * width;
    double squares = 0;
    for (int i = start; i < start + width; i++) {
      squares += (double) values[i] * values[i];
    }
    float length = (float) Math.sqrt(squares) + EPSILON;
    for (int i = 0; i < width; i++) {
      to[offset + i] = values[start + i] / length;
    }
  }
}
