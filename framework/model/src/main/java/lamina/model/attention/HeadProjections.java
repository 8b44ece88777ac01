package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import lamina.model.Pass;

/** What projects a layer's tokens into heads, and what heads give back into tokens. */
public interface HeadProjections {
  /**
   * Queries, keys and values of heads.
   *
   * @param q (B, H, Nq, dk)
   * @param k (B, H, Nk, dk)
   * @param v (B, H, Nk, dv)
   */
  record Projected(NDArray q, NDArray k, NDArray v) {}

  /** H. */
  int heads();

  /**
   * Projects.
   *
   * @param x what queries are projected from, (B, Nq, D)
   * @param y what keys are projected from, (B, Nk, D)
   * @param v what values are projected from, (B, Nk, D)
   */
  Projected project(Pass pass, NDArray x, NDArray y, NDArray v);

  /** Attended values of all heads, (B, H, Nq, dv), as tokens, (B, Nq, D). */
  NDArray join(Pass pass, NDArray perHead);
}
