package lamina.config;

/**
 * Tokens of one kind, as they stand in a row in a sequence.
 *
 * @param name e.g. {@code image}, {@code audio}, {@code text}
 * @param tokens the most that an example has
 * @param columns of the grid that they lie in, row by row; their number where they have one
 *     dimension
 */
public record Kind(String name, int tokens, int columns) {
  /** Tokens in one dimension. */
  public Kind(String name, int tokens) {
    this(name, tokens, tokens);
  }
}
