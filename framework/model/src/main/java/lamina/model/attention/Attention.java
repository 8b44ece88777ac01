package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import lamina.model.Pass;

/**
 * softmax((Q Kᵀ / sqrt(dk)) fused with M) V, the paper's equation 5 (arXiv 2406.02761). One way of
 * computing it a file; all ways agree up to rounding, in values and in gradients.
 */
public interface Attention {
  /** The attended values, (B, H, Nq, dk). */
  NDArray attend(Pass pass, AttentionInput input);

  /**
   * Whether the backward pass computes values again, outside autograd's graph; who adds something
   * to what is attended then {@link Pass#cut cuts} it first, so that nothing is traversed twice.
   *
   * @param scoresOfAQuery B · H · Nk
   */
  default boolean recomputes(long queries, long scoresOfAQuery) {
    return false;
  }
}
