package lamina.model.attention;

import ai.djl.ndarray.NDArray;

/**
 * Queries and keys whose plain dot product is the fused score.
 *
 * @param q (B, H, Nq, F)
 * @param k (B, H, Nk, F)
 */
public record Features(NDArray q, NDArray k) {}
