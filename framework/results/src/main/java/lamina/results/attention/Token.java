package lamina.results.attention;

/**
 * A query or a key of an attention.
 *
 * @param label e.g. {@code image 3}, or a word of the query
 * @param modality what it is a token of, e.g. {@code image}
 * @param isPadding whether it only fills up the batch: nothing attends to it
 */
public record Token(String label, String modality, boolean isPadding) {}
