package lamina.model.language;

import ai.djl.ndarray.NDArray;
import lamina.model.Declaration;
import lamina.model.LayerNorm;
import lamina.model.Linear;
import lamina.model.Pass;

/**
 * A linear layer and a LayerNorm that give what an encoder says the width of a decoder's tokens:
 * (B, A, E) to (B, A, D), as LLaMA-Adapter V2 has them (Gao et al., arXiv 2304.15010).
 */
public final class PromptProjection {
  private final Linear linear;
  private final LayerNorm norm;

  /**
   * Declares both.
   *
   * @param in E
   * @param out D
   */
  public PromptProjection(Declaration declare, int in, int out) {
    this.linear = new Linear(declare.in("linear"), in, out);
    this.norm = new LayerNorm(declare.in("norm"), out);
  }

  public NDArray forward(Pass pass, NDArray encoded) {
    return norm.forward(pass, linear.forward(pass, encoded));
  }
}
