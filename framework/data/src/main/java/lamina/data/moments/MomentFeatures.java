package lamina.data.moments;

/**
 * One example as the model sees it.
 *
 * @param video features of the clips, row by row, each with its two end points as shares of the
 *     video last, (clips, Fv)
 * @param clips how many, at least 1
 * @param text features of the query's tokens, row by row, (words, Ft)
 * @param words how many; a query of none is seen as one word of zeros
 */
public record MomentFeatures(float[] video, int clips, float[] text, int words) {}
