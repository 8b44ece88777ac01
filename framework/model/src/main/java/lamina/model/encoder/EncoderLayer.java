package lamina.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.function.Function;
import lamina.config.Transformer;
import lamina.model.Declaration;
import lamina.model.LayerNorm;
import lamina.model.Pass;
import lamina.model.attention.Attention;
import lamina.model.attention.Fusion;
import lamina.model.attention.Mask;
import lamina.model.attention.MultiHeadAttention;
import lamina.model.attention.Visible;
import lamina.model.mask.AfterAttention;
import lamina.model.mask.LayerMasks;
import lamina.model.mask.Masking;
import org.jspecify.annotations.Nullable;

/** Attention and a feed-forward, each with a residual and a LayerNorm: (B, N, D). */
final class EncoderLayer {
  private final int layer;
  private final AfterAttention after;
  private final EncoderStyle.Residuals residuals;
  private final Transformer config;
  private final LayerNorm attentionNorm;
  private final MultiHeadAttention attention;
  private final LayerNorm feedForwardNorm;
  private final FeedForward feedForward;

  EncoderLayer(
      Declaration declare,
      Transformer config,
      int layer,
      EncoderStyle style,
      Masking masking,
      Function<Fusion, Attention> attention) {
    this.layer = layer;
    this.after = masking.after();
    this.residuals = style.residuals();
    this.config = config;
    this.attentionNorm = new LayerNorm(declare.in("attention-norm"), config.width());
    this.attention =
        new MultiHeadAttention(
            declare.in("attention"),
            config,
            style.firstObserved() + layer,
            masking.fusion(),
            attention.apply(masking.fusion()),
            style.start());
    this.feedForwardNorm = new LayerNorm(declare.in("feed-forward-norm"), config.width());
    this.feedForward = new FeedForward(declare.in("feed-forward"), config, style.start());
  }

  /**
   * The next values of x.
   *
   * @param y what x attends to; null for x itself
   */
  NDArray forward(Pass pass, Tokens tokens, @Nullable Tokens y, LayerMasks masks, Visible visible) {
    NDArray keys = (y == null ? tokens : y).values();
    Tokens x =
        layer > 0 && attention.recomputes(tokens.values(), keys)
            ? tokens.with(pass.cut(tokens.values()))
            : tokens;
    NDArray values = x.values();
    return switch (residuals) {
      case PRE -> {
        Tokens normed = x.with(attentionNorm.forward(pass, values));
        NDArray next = values.add(attend(pass, normed, y, masks, visible));
        yield next.add(feed(pass, feedForwardNorm.forward(pass, next)));
      }
      case POST -> {
        NDArray next = attentionNorm.forward(pass, values.add(attend(pass, x, y, masks, visible)));
        yield feedForwardNorm.forward(pass, next.add(feed(pass, next)));
      }
      case POST_AROUND_BOTH -> {
        NDArray next = values.add(attend(pass, x, y, masks, visible));
        NDArray fed = feed(pass, attentionNorm.forward(pass, next));
        yield feedForwardNorm.forward(pass, next.add(fed));
      }
    };
  }

  /**
   * The mask reads the very tensor that queries are projected from: the raw residual of a deep
   * pre-norm encoder grows until the masked scores saturate the softmax.
   */
  private NDArray attend(
      Pass pass, Tokens x, @Nullable Tokens y, LayerMasks masks, Visible visible) {
    NDArray queries = x.placed();
    NDArray keys = y == null ? queries : y.placed();
    NDArray values = (y == null ? x : y).values();
    Mask mask = masks.at(pass, layer, queries, keys);
    NDArray attended = attention.forward(pass, queries, keys, values, mask, visible);
    return branch(pass, after.forward(pass, layer, attended));
  }

  private NDArray feed(Pass pass, NDArray x) {
    return branch(pass, feedForward.forward(pass, x));
  }

  /** What a residual is added to: zero for the examples that skip it, more for the rest. */
  private NDArray branch(Pass pass, NDArray x) {
    NDArray dropped = pass.dropout(x, config.dropout());
    double rate = config.dropPathOf(layer);
    if (!pass.drops(rate)) {
      return dropped;
    }
    NDArray ones = pass.manager().ones(new Shape(x.getShape().get(0), 1, 1));
    return dropped.mul(pass.dropout(ones, rate));
  }
}
