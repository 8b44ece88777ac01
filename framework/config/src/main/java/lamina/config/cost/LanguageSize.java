package lamina.config.cost;

import lamina.config.FrozenDecoder;

/**
 * What a configuration of captioning leaves to its data: how many words there are, and the shape of
 * a language model in LLaMA's terms, all 0 where there is none.
 *
 * @param vocabulary words, special tokens included; 0 where a task has none
 * @param width size of a token
 * @param heads of attention
 * @param keyValueHeads heads of keys and values
 * @param feedForward hidden width of the feed-forward layers
 * @param tied whether words are scored by the table that embeds them
 */
public record LanguageSize(
    int vocabulary, int width, int heads, int keyValueHeads, int feedForward, boolean tied) {
  /** No words at all. */
  public static final LanguageSize NONE = words(0);

  /** Words alone. */
  public static LanguageSize words(int vocabulary) {
    return new LanguageSize(vocabulary, 0, 0, 0, 0, true);
  }

  /** A decoder that is trained on the data's own captions. */
  public static LanguageSize of(FrozenDecoder decoder, int vocabulary) {
    return new LanguageSize(
        vocabulary,
        decoder.width(),
        decoder.heads(),
        decoder.heads(),
        decoder.feedForward(),
        false);
  }

  /** Size of a token's keys, and of its values. */
  public long keyValueWidth() {
    return (long) width / heads * keyValueHeads;
  }
}
