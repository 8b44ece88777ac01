package lamina.model.language;

import lamina.config.AttentionMask;

/** The mask of a {@link CaptionEncoder}. */
public sealed interface CaptionMask {

  /**
   * None, a learnable mask (LAM shared, or one a layer) or a static matrix, over the whole
   * sequence.
   */
  record Whole(AttentionMask mask) implements CaptionMask {}

  /**
   * SwinBERT's, over the video alone: {@link lamina.model.mask.SparseVideoMask}.
   *
   * @param hard whether it is 0 or 1
   */
  record SparseVideo(boolean hard) implements CaptionMask {}
}
