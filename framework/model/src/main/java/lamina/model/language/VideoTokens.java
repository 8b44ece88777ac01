package lamina.model.language;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import lamina.model.Pass;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of a batch of videos.
 *
 * @param features (B, tokens, F)
 * @param real which tokens are no padding, booleans (B, tokens); null for all
 */
public record VideoTokens(NDArray features, @Nullable NDArray real) {
  /** Videos without padding. */
  public VideoTokens(NDArray features) {
    this(features, null);
  }

  /** Videos by their numbers, int64 (rows). */
  VideoTokens rows(NDArray numbers) {
    return new VideoTokens(features.get(numbers), real == null ? null : real.get(numbers));
  }

  /** Copies that belong to a pass. */
  public VideoTokens in(Pass pass) {
    return copied(pass.manager());
  }

  /** Copies that belong to {@code owner}. */
  VideoTokens copied(NDManager owner) {
    return new VideoTokens(copy(features, owner), real == null ? null : copy(real, owner));
  }

  private static NDArray copy(NDArray array, NDManager owner) {
    NDArray copy = array.duplicate();
    copy.attach(owner);
    return copy;
  }

  void close() {
    features.close();
    if (real != null) {
      real.close();
    }
  }
}
