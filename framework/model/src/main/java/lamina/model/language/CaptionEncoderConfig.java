package lamina.model.language;

import java.util.List;
import lamina.config.AttentionMask;
import lamina.config.ConfigException;
import lamina.config.Kind;
import lamina.config.Place;
import lamina.config.Transformer;

/**
 * The size of a {@link CaptionEncoder}.
 *
 * @param vocabulary V, the mask token included
 * @param textTokens T, to which every caption is padded at its end
 * @param videoTokens of every video
 * @param videoFeatures F, size of a video token before it is projected
 * @param videoPositions whether video tokens have learned positions
 * @param mask acts on the whole sequence; a sparse one on the video alone
 */
public record CaptionEncoderConfig(
    int vocabulary,
    int textTokens,
    int videoTokens,
    int videoFeatures,
    boolean videoPositions,
    Transformer backbone,
    AttentionMask mask) {

  public CaptionEncoderConfig {
    atLeastOne("vocabulary", vocabulary);
    atLeastOne("textTokens", textTokens);
    atLeastOne("videoTokens", videoTokens);
    atLeastOne("videoFeatures", videoFeatures);
  }

  /** N, of caption and video. */
  int tokens() {
    return textTokens + videoTokens;
  }

  /** Where the mask acts. */
  Place place() {
    List<Kind> kinds = List.of(new Kind("caption", textTokens), new Kind("video", videoTokens));
    return Place.of("a caption encoder", kinds, true).padded().withPairs(Place.Pairs.ALWAYS_HIDDEN);
  }

  private static void atLeastOne(String field, int value) {
    if (value < 1) {
      throw new ConfigException("caption." + field + " must be at least 1, got " + value);
    }
  }
}
