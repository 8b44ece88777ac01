package lamina.data.features;

/**
 * An array of two dimensions.
 *
 * @param rows of the array
 * @param columns of the array
 * @param values row by row, (rows, columns)
 */
record Matrix(int rows, int columns, float[] values) {}
