package lamina.data;

/**
 * One example before encoders see it.
 *
 * @param image pixels of a square, row by row; white is 1
 * @param wave samples of about mean square 1
 * @param label the class, from 0
 */
record RawExample(float[] image, float[] wave, int label) {}
