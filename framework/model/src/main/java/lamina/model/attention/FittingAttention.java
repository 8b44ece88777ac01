package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import lamina.model.Pass;

/**
 * Keeps the scores under a mask where they all fit into one chunk, which is quicker than to carry
 * the mask's features through the fused kernel; what is plain or longer goes there. Pairs that may
 * not be seen have no features, and so their scores are kept too.
 */
record FittingAttention(MaterialisedAttention exact, FusedAttention fused) implements Attention {
  @Override
  public NDArray attend(Pass pass, AttentionInput input) {
    boolean fits = input.queries() * input.scoresOfAQuery() <= ChunkedAttention.CHUNK_SCORES;
    boolean masked = !input.side().equals(Side.NONE);
    boolean kept = input.visible().pairs() != null || fits && masked;
    return kept ? exact.attend(pass, input) : fused.attend(pass, input);
  }
}
