package lamina.task.captioning;

import lamina.model.Pass;
import lamina.model.language.VideoTokens;
import org.jspecify.annotations.Nullable;

/**
 * Examples of a batch, padded to the data's most tokens.
 *
 * @param video tokens of the pictures
 * @param audio tokens of the sound; null where it is no input of its own
 * @param captions numbers of a caption's words from [BOS] to [EOS] and padding behind them, (B, T)
 */
record Example(VideoTokens video, @Nullable VideoTokens audio, int[][] captions) {
  int size() {
    return captions.length;
  }

  /** Copies that belong to another pass. */
  Example in(Pass pass) {
    return new Example(video.in(pass), audio == null ? null : audio.in(pass), captions);
  }
}
