package lamina.model.language;

import lamina.config.ConfigException;

/**
 * The size of a {@link Decoder}, in the terms of LLaMA (Touvron et al., arXiv 2302.13971).
 *
 * @param vocabulary V, words that there are
 * @param width D, size of a token
 * @param layers at least 1
 * @param heads H; divides {@code width} into parts of an even size
 * @param keyValueHeads G, heads of keys and values, each read by H / G heads of queries (Ainslie et
 *     al., arXiv 2305.13245); divides {@code heads}
 * @param feedForward hidden width of the feed-forward layers
 * @param normEpsilon what RMSNorm adds to the mean square
 * @param rotaryBase the base of the rotary positions' wave lengths, 10,000 in LLaMA
 * @param tied whether the output projection is the token embedding
 */
public record DecoderConfig(
    int vocabulary,
    int width,
    int layers,
    int heads,
    int keyValueHeads,
    int feedForward,
    double normEpsilon,
    double rotaryBase,
    boolean tied) {

  public DecoderConfig {
    atLeastOne("vocabulary", vocabulary);
    atLeastOne("width", width);
    atLeastOne("layers", layers);
    atLeastOne("heads", heads);
    atLeastOne("keyValueHeads", keyValueHeads);
    atLeastOne("feedForward", feedForward);
    require(
        width % (2 * heads) == 0,
        "heads",
        "cut width " + width + " into parts of an even size",
        heads);
    require(heads % keyValueHeads == 0, "keyValueHeads", "divide heads " + heads, keyValueHeads);
    require(positive(normEpsilon), "normEpsilon", "be a positive number", normEpsilon);
    require(positive(rotaryBase), "rotaryBase", "be a positive number", rotaryBase);
  }

  /** dk, the width of a head. */
  int headWidth() {
    return width / heads;
  }

  private static boolean positive(double value) {
    return value > 0 && Double.isFinite(value);
  }

  private static void atLeastOne(String field, int value) {
    require(value >= 1, field, "be at least 1", value);
  }

  private static void require(boolean holds, String field, String rule, Object value) {
    if (!holds) {
      throw new ConfigException("decoder." + field + " must " + rule + ", got " + value);
    }
  }
}
