package lamina.mechanism;

import ai.djl.ndarray.NDArray;
import lamina.model.attention.Kinds;
import lamina.model.attention.Visible;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of a batch on their way through an encoder.
 *
 * @param x the tokens
 * @param y what they attend to in every layer; null for themselves
 * @param visible which keys they may see
 * @param kinds which tokens are of which kind
 */
public record Sequence(Tokens x, @Nullable Tokens y, Visible visible, Kinds kinds) {
  /** The same with other values of the tokens. */
  public Sequence with(NDArray values) {
    return with(x.with(values));
  }

  /** The same with other tokens. */
  public Sequence with(Tokens tokens) {
    return new Sequence(tokens, y, visible, kinds);
  }

  /** What queries are projected from, (B, Nq, D). */
  public NDArray queries() {
    return x.placed();
  }

  /** What the tokens attend to. */
  public Tokens attended() {
    return y == null ? x : y;
  }
}
