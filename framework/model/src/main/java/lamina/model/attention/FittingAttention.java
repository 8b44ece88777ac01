package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import lamina.model.Pass;

/**
 * Keeps the scores under a mask where they all fit into one chunk, which is quicker than to carry
 * the mask's features through the fused kernel; what is plain or longer goes there.
 */
record FittingAttention(MaterialisedAttention exact, FusedAttention fused) implements Attention {
  @Override
  public NDArray attend(Pass pass, AttentionInput input) {
    boolean fits = input.queries() * input.scoresOfAQuery() <= ChunkedAttention.CHUNK_SCORES;
    return fits && input.mask() != null ? exact.attend(pass, input) : fused.attend(pass, input);
  }
}
