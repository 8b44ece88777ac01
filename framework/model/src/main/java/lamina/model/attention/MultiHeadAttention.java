package lamina.model.attention;

import ai.djl.ndarray.NDArray;
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
  private final Attention attention;

  /**
   * Declares the projections.
   *
   * @param layer which layer of the encoder this is, from 0, for the observer
   */
  public MultiHeadAttention(Declaration declare, Transformer config, int layer, Fusion fusion) {
    int width = config.width();
    this.query = new Linear(declare.in("query"), width, width);
    this.key = new Linear(declare.in("key"), width, width);
    this.value = new Linear(declare.in("value"), width, width);
    this.out = new Linear(declare.in("out"), width, width);
    this.heads = config.heads();
    this.layer = layer;
    this.attention = new Attention(fusion, config.dropout());
  }

  /**
   * Attends from X to Y.
   *
   * @param x what queries are projected from, (B, Nq, D)
   * @param y what keys and values are projected from, (B, Nk, D)
   * @param mask M, (B, Nq, Nk); null for plain attention
   * @param allowed which keys may be seen, booleans that broadcast to (B, H, Nq, Nk); null for all
   */
  public NDArray forward(
      Pass pass, NDArray x, NDArray y, @Nullable NDArray mask, @Nullable NDArray allowed) {
    Attention.Result result =
        attention.attend(
            pass,
            Attention.split(query.forward(pass, x), heads),
            Attention.split(key.forward(pass, y), heads),
            Attention.split(value.forward(pass, y), heads),
            mask,
            allowed);
    pass.observer().attention(layer, result.probabilities());
    return out.forward(pass, Attention.join(result.values()));
  }
}
