package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import lamina.config.Transformer;
import lamina.model.Declaration;
import lamina.model.Linear;
import lamina.model.LinearStart;
import lamina.model.Pass;

/**
 * Projects queries, keys and values, and back: X (B, Nq, D), Y (B, Nk, D) to (B, Nq, D). With Y = X
 * it is self-attention, else cross-attention.
 */
public final class MultiHeadAttention implements HeadProjections {
  private final Linear query;
  private final Linear key;
  private final Linear value;
  private final Linear out;
  private final int heads;

  /** Heads that cut the backbone's width into equal parts. */
  public MultiHeadAttention(Declaration declare, Transformer config, LinearStart start) {
    this(declare, config, config.width() / config.heads(), start);
  }

  /**
   * Declares the projections.
   *
   * @param headWidth dk
   */
  public MultiHeadAttention(
      Declaration declare, Transformer config, int headWidth, LinearStart start) {
    int width = config.width();
    int all = config.heads() * headWidth;
    this.query = start.attentionInput(declare.in("query"), width, all);
    this.key = start.attentionInput(declare.in("key"), width, all);
    this.value = start.attentionInput(declare.in("value"), width, all);
    this.out = start.attentionOutput(declare.in("out"), all, width);
    this.heads = config.heads();
  }

  @Override
  public int heads() {
    return heads;
  }

  @Override
  public Projected project(Pass pass, NDArray x, NDArray y, NDArray v) {
    return new Projected(
        Heads.split(query.forward(pass, x), heads),
        Heads.split(key.forward(pass, y), heads),
        Heads.split(value.forward(pass, v), heads));
  }

  @Override
  public NDArray join(Pass pass, NDArray perHead) {
    return out.forward(pass, Heads.join(perHead));
  }

  /** Plain attention from X to Y, which no observer sees. */
  public NDArray forward(
      Pass pass, NDArray x, NDArray y, NDArray v, Visible visible, Attention attention) {
    Projected heads = project(pass, x, y, v);
    return join(
        pass, attention.attend(pass, new AttentionInput(heads.q(), heads.k(), heads.v(), visible)));
  }
}
