package lamina.data.qvhighlights;

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
record FeatureRows(Path file, int rows, int width, float[] values) {
  private static final float EPSILON = 1e-5f;

  /**
   * Reads a file of features.
   *
   * @throws DataException where it cannot be read, has another width, or a value that is not finite
   */
  static FeatureRows read(Path file, String array, int width) {
    NpzFile.Matrix matrix = NpzFile.read(file, array);
    if (matrix.rows() > 0 && matrix.columns() != width) {
      throw new DataException(
          file + ": " + array + " must be " + width + " wide, got " + matrix.columns());
    }
    float[] values = matrix.values();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new DataException(
            String.format(
                "%s: %s must be finite, got %s in row %d, column %d",
                file, array, values[i], i / width, i % width));
      }
    }
    return new FeatureRows(file, matrix.rows(), width, values);
  }

  /**
   * Writes a row x as x / (|x| + 1e-5), where |x| is its Euclidean length; a row of zeros stays
   * one.
   */
  void writeNormalised(int row, float[] to, int offset) {
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
