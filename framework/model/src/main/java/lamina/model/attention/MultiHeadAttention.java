package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import lamina.config.Transformer;
import lamina.model.Declaration;
import lamina.model.Linear;
import lamina.model.LinearStart;
import lamina.model.Pass;
import org.jspecify.annotations.Nullable;

/**
 * Projects queries, keys and values, attends, and projects back: X (B, Nq, D), Y (B, Nk, D) to (B,
 * Nq, D). With Y = X it is self-attention, else cross-attention.
 */
public final class MultiHeadAttention {
  private static final int UNOBSERVED = -1;

  private final Linear query;
  private final Linear key;
  private final Linear value;
  private final Linear out;
  private final int heads;
  private final int layer;
  private final Fusion fusion;
  private final Attention attention;

  /**
   * Declares the projections.
   *
   * @param layer which layer of the encoder this is, from 0, for the observer
   * @param fusion how the mask meets the scores, for the observer
   * @param attention of that fusion
   */
  public MultiHeadAttention(
      Declaration declare,
      Transformer config,
      int layer,
      Fusion fusion,
      Attention attention,
      LinearStart start) {
    int width = config.width();
    this.query = start.attentionInput(declare.in("query"), width, width);
    this.key = start.attentionInput(declare.in("key"), width, width);
    this.value = start.attentionInput(declare.in("value"), width, width);
    this.out = start.attentionOutput(declare.in("out"), width, width);
    this.heads = config.heads();
    this.layer = layer;
    this.fusion = fusion;
    this.attention = attention;
  }

  /** Plain attention that no observer sees. */
  public static MultiHeadAttention unobserved(
      Declaration declare, Transformer config, Attention attention, LinearStart start) {
    return new MultiHeadAttention(declare, config, UNOBSERVED, new Add(), attention, start);
  }

  /**
   * Attends from X to Y.
   *
   * @param x what queries are projected from, (B, Nq, D)
   * @param y what keys are projected from, (B, Nk, D)
   * @param v what values are projected from, (B, Nk, D)
   * @param mask M, (B, Nq, Nk); null for plain attention
   */
  public NDArray forward(
      Pass pass, NDArray x, NDArray y, NDArray v, @Nullable Mask mask, Visible visible) {
    AttentionInput input =
        new AttentionInput(
            Heads.split(query.forward(pass, x), heads),
            Heads.split(key.forward(pass, y), heads),
            Heads.split(value.forward(pass, v), heads),
            mask,
            visible);
    if (layer != UNOBSERVED) {
      pass.observer().attention(layer, new ChunkedRows(pass, input, fusion));
    }
    return out.forward(pass, Heads.join(attention.attend(pass, input)));
  }

  /** {@link Attention#recomputes} for X (B, Nq, D) and Y (B, Nk, D). */
  public boolean recomputes(NDArray x, NDArray y) {
    return attention.recomputes(
        x.getShape().get(1), y.getShape().get(0) * heads * y.getShape().get(1));
  }
}
