package lamina.config;

import static lamina.config.Rule.atLeast;

import java.util.function.Function;

/**
 * MSR-VTT's annotations, and features of its videos that a user has made:
 * docs/captions-official-files.md says which files go where.
 *
 * @param videoTokens the most rows of a video's features that are used, evenly spread over them
 * @param videoFeatures width of a row
 * @param audioTokens the same of the sound; 0 for none
 * @param audioFeatures width of its rows; 0 for none
 * @param mostVideos the first so many videos of each split
 */
public record MsrVtt(
    int videoTokens, int videoFeatures, int audioTokens, int audioFeatures, int mostVideos)
    implements CaptionsData {
  private static final int SMOKE_VIDEOS = 8;

  public MsrVtt {
    atLeast(1, "task.data.videoTokens", videoTokens);
    atLeast(1, "task.data.videoFeatures", videoFeatures);
    Rule.bothOrNone("task.data.audioTokens", audioTokens, "task.data.audioFeatures", audioFeatures);
    atLeast(1, "task.data.mostVideos", mostVideos);
  }

  @Override
  public <R> R fold(
      Function<GarmentCaptions, R> garmentCaptions,
      Function<MsrVtt, R> msrVtt,
      Function<Mad, R> mad) {
    return msrVtt.apply(this);
  }

  @Override
  public MsrVtt smoke() {
    return new MsrVtt(
        videoTokens, videoFeatures, audioTokens, audioFeatures, Math.min(SMOKE_VIDEOS, mostVideos));
  }
}
