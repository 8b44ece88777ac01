package lamina.config;

import static lamina.config.Rule.atLeast;

import java.util.function.Function;

/**
 * MAD's annotations and frame features, one audio description a moment of a film:
 * docs/captions-official-files.md says which files go where.
 *
 * @param features which of the official frame features
 * @param videoTokens the most frames of a moment that are used, evenly spread over it
 * @param audioTokens the same of the sound, from a file of one's own; 0 for none
 * @param audioFeatures width of its rows; 0 for none
 * @param mostDescriptions the first so many audio descriptions of each split
 */
public record Mad(
    MadFeatures features, int videoTokens, int audioTokens, int audioFeatures, int mostDescriptions)
    implements CaptionsData {
  private static final int SMOKE_DESCRIPTIONS = 8;

  public Mad {
    atLeast(1, "task.data.videoTokens", videoTokens);
    Rule.bothOrNone("task.data.audioTokens", audioTokens, "task.data.audioFeatures", audioFeatures);
    atLeast(1, "task.data.mostDescriptions", mostDescriptions);
  }

  @Override
  public <R> R fold(
      Function<GarmentCaptions, R> garmentCaptions,
      Function<MsrVtt, R> msrVtt,
      Function<Mad, R> mad) {
    return mad.apply(this);
  }

  @Override
  public int videoFeatures() {
    return features.width();
  }

  @Override
  public Mad smoke() {
    return new Mad(
        features,
        videoTokens,
        audioTokens,
        audioFeatures,
        Math.min(SMOKE_DESCRIPTIONS, mostDescriptions));
  }
}
