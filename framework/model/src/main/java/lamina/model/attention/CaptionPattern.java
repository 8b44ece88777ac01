package lamina.model.attention;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Who sees whom where a caption stands in front of a video in one sequence (SwinBERT, arXiv
 * 2111.13196): a text token sees itself, the text before it and the whole video; a video token sees
 * the whole video and no text. What is not seen is ruled out; SwinBERT adds -10000 to its score,
 * whose probability is the same zero.
 */
public final class CaptionPattern {
  private CaptionPattern() {}

  /**
   * The pattern as {@link Visible#pairs}, (1, 1, N, N), N = text + video.
   *
   * @param text tokens of the caption; padding behind it is seen by nobody but padding
   * @param video tokens of the video
   */
  public static Visible visible(NDManager owner, int text, int video) {
    int all = text + video;
    boolean[] seen = new boolean[all * all];
    for (int query = 0; query < all; query++) {
      for (int key = 0; key < all; key++) {
        seen[query * all + key] = key >= text || query < text && key <= query;
      }
    }
    return Visible.ALL.andPairs(owner.create(seen, new Shape(1, 1, all, all)));
  }
}
