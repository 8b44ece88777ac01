package lamina.data.text;

/** Captions as numbers of tokens and back. */
public interface Tokenizer extends AutoCloseable {
  /** How many numbers there are, special tokens included; a model scores as many. */
  int size();

  /** The number that begins a caption. */
  int begin();

  /** The number that ends a caption. */
  int end();

  /**
   * What a number stands for.
   *
   * @throws lamina.config.ConfigException where it is none of these
   */
  String token(int number);

  /**
   * A caption as numbers: {@link #begin}, its tokens, {@link #end}, and padding up to the length.
   * Of a caption that is too long the last tokens are cut, never the end.
   *
   * @param length of the result, at least 2
   * @throws lamina.config.ConfigException where it is less
   */
  int[] encode(String caption, int length);

  /**
   * Numbers as a caption, up to the first end or the last number, without what begins and pads it.
   *
   * @throws lamina.config.ConfigException where a number is none of these
   */
  String decode(int[] encoded);

  /** How many of the numbers of {@link #encode} come before padding. */
  default int length(int[] encoded) {
    int length = 2;
    while (encoded[length - 1] != end()) {
      length++;
    }
    return length;
  }

  @Override
  default void close() {}
}
