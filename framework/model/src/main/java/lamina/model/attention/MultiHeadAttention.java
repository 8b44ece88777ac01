package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import lamina.config.Transformer;
import lamina.model.Declaration;
import lamina.model.Linear;
import lamina.model.Pass;
import org.jspecify.annotations.Nullable;

/**
 * Projects queries, keys and values, attends, and projects back: X (B, Nq, D), Y (B, Nk, D) to (B,
 * Nq, D). With Y = X it is self-attention, else cross-attention.
 */
public final class MultiHeadAttention {
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
      Declaration declare, Transformer config, int layer, Fusion fusion, Attention attention) {
    int width = config.width();
    this.query = new Linear(declare.in("query"), width, width);
    this.key = new Linear(declare.in("key"), width, width);
    this.value = new Linear(declare.in("value"), width, width);
    this.out = new Linear(declare.in("out"), width, width);
    this.heads = config.heads();
    this.layer = layer;
    this.fusion = fusion;
    this.attention = attention;
  }

  /**
   * Attends from X to Y.
   *
   * @param x what queries are projected from, (B, Nq, D)
   * @param y what keys and values are projected from, (B, Nk, D)
   * @param mask M, (B, Nq, Nk); null for plain attention
   */
  public NDArray forward(Pass pass, NDArray x, NDArray y, @Nullable Mask mask, Visible visible) {
    AttentionInput input =
        new AttentionInput(
            split(query.forward(pass, x)),
            split(key.forward(pass, y)),
            split(value.forward(pass, y)),
            mask,
            visible);
    pass.observer().attention(layer, new ChunkedRows(pass, input, fusion));
    return out.forward(pass, join(attention.attend(pass, input)));
  }

  /** {@link Attention#recomputes} for X (B, Nq, D) and Y (B, Nk, D). */
  public boolean recomputes(NDArray x, NDArray y) {
    return attention.recomputes(
        x.getShape().get(1), y.getShape().get(0) * heads * y.getShape().get(1));
  }

  /** (B, N, D) to (B, H, N, dk). */
  private NDArray split(NDArray x) {
    Shape shape = x.getShape();
    return x.reshape(shape.get(0), shape.get(1), heads, shape.get(2) / heads).swapAxes(1, 2);
  }

  /** (B, H, N, dk) to (B, N, D). */
  private static NDArray join(NDArray x) {
    NDArray together = x.swapAxes(1, 2);
    Shape shape = together.getShape();
    return together.reshape(shape.get(0), shape.get(1), shape.get(2) * shape.get(3));
  }
}
