package lamina.config;

/**
 * One kind of signal as a backbone sees it.
 *
 * @param tokens of an example
 * @param features values that a token holds before it is projected to the backbone's width
 * @param columns of the grid that tokens lie in, row by row; their number where they have one
 *     dimension
 */
public record Modality(String name, int tokens, int features, int columns) {
  /** Tokens in one dimension. */
  public Modality(String name, int tokens, int features) {
    this(name, tokens, features, tokens);
  }

  /** Its tokens. */
  public Kind kind() {
    return new Kind(name, tokens, columns);
  }
}
