package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;
import lamina.model.Pass;

/**
 * All scores at once, (B, H, Nq, Nk): what every other way is held to.
 *
 * @param dropout share of the weights that are dropped in training
 */
public record MaterialisedAttention(Steps steps, double dropout) implements Attention {
  @Override
  public NDArray attend(Pass pass, AttentionInput input) {
    return attend(Chunk.whole(pass, steps, input));
  }

  /** The same with something done to the weights before dropout. */
  public NDArray attend(Pass pass, AttentionInput input, UnaryOperator<NDArray> change) {
    Chunk chunk = Chunk.whole(pass, steps, input);
    return values(chunk, change.apply(weights(chunk)));
  }

  /** Rows that see no key are cheaper to zero behind the values than before them. */
  NDArray attend(Chunk chunk) {
    return values(chunk, steps.weights(chunk, steps.scores(chunk)));
  }

  private NDArray values(Chunk chunk, NDArray weights) {
    NDArray dropped = chunk.pass().dropout(weights, dropout);
    return chunk.withoutEmptyRows(steps.values(chunk, dropped));
  }

  /**
   * What multiplies the values before dropout, (B, H, Nq, Nk). Keys that may not be seen are ruled
   * out after the scores are whole, so that no mask can turn minus infinity into a number, or into
   * none.
   */
  NDArray weights(Chunk chunk) {
    return chunk.withoutEmptyRows(steps.weights(chunk, steps.scores(chunk)));
  }
}
