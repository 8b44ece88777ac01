package lamina.data.language;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import lamina.config.ConfigException;
import lamina.data.OfflineTokenizers;
import lamina.data.text.Tokenizer;

/**
 * A pretrained model's own tokenizer. What begins, ends and pads a caption is said by the model's
 * configuration, whatever the tokenizer would add by itself.
 */
final class PretrainedTokenizer implements Tokenizer {
  private static final Map<String, String> OPTIONS =
      Map.of("addSpecialTokens", "false", "padding", "false", "truncation", "false");

  private final HuggingFaceTokenizer tokenizer;
  private final Numbers numbers;

  /**
   * Numbers of the model's configuration.
   *
   * @param size vocab_size
   * @param padding may be the same as {@code end}, which may be the same as {@code begin}
   */
  record Numbers(int size, int begin, int end, int padding) {}

  private PretrainedTokenizer(HuggingFaceTokenizer tokenizer, Numbers numbers) {
    this.tokenizer = tokenizer;
    this.numbers = numbers;
  }

  static PretrainedTokenizer open(byte[] json, Numbers numbers) throws IOException {
    return new PretrainedTokenizer(OfflineTokenizers.open(json, OPTIONS), numbers);
  }

  @Override
  public int size() {
    return numbers.size();
  }

  @Override
  public int begin() {
    return numbers.begin();
  }

  @Override
  public int end() {
    return numbers.end();
  }

  @Override
  public String token(int number) {
    requireToken(number);
    return tokenizer.decode(new long[] {number}, false);
  }

  @Override
  public int[] encode(String caption, int length) {
    if (length < 2) {
      throw new ConfigException("the length of a caption must be at least 2, got " + length);
    }
    // a caption that has the model's own sign for the end in it would be over there
    long[] words =
        Arrays.stream(tokenizer.encode(caption, false, false).getIds())
            .filter(number -> number != numbers.end())
            .toArray();
    int count = Math.min(words.length, length - 2);
    int[] encoded = new int[length];
    Arrays.fill(encoded, numbers.padding());
    encoded[0] = numbers.begin();
    for (int i = 0; i < count; i++) {
      encoded[i + 1] = (int) words[i];
    }
    encoded[count + 1] = numbers.end();
    return encoded;
  }

  @Override
  public String decode(int[] encoded) {
    int from = encoded.length > 0 && encoded[0] == numbers.begin() ? 1 : 0;
    int to = from;
    while (to < encoded.length && encoded[to] != numbers.end()) {
      requireToken(encoded[to]);
      to++;
    }
    long[] words = Arrays.stream(encoded, from, to).asLongStream().toArray();
    return words.length == 0 ? "" : tokenizer.decode(words, true).strip();
  }

  private void requireToken(int number) {
    if (number < 0 || number >= numbers.size()) {
      throw new ConfigException(
          "a token's number must be from 0 to " + (numbers.size() - 1) + ", got " + number);
    }
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
