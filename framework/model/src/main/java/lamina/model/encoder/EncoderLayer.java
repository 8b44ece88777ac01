package lamina.model.encoder;

import ai.djl.ndarray.NDArray;
import java.util.function.Function;
import lamina.config.Normalisation;
import lamina.config.Transformer;
import lamina.model.Declaration;
import lamina.model.LayerNorm;
import lamina.model.Pass;
import lamina.model.attention.Attention;
import lamina.model.attention.Fusion;
import lamina.model.attention.Mask;
import lamina.model.attention.MultiHeadAttention;
import lamina.model.attention.Visible;
import lamina.model.mask.LayerMasks;

/** Self-attention and a feed-forward, each with a residual and a LayerNorm: (B, N, D). */
final class EncoderLayer {
  private final int layer;
  private final Transformer config;
  private final LayerNorm attentionNorm;
  private final MultiHeadAttention attention;
  private final LayerNorm feedForwardNorm;
  private final FeedForward feedForward;

  EncoderLayer(
      Declaration declare,
      Transformer config,
      int layer,
      Fusion fusion,
      Function<Fusion, Attention> attention) {
    this.layer = layer;
    this.config = config;
    this.attentionNorm = new LayerNorm(declare.in("attention-norm"), config.width());
    this.attention =
        new MultiHeadAttention(
            declare.in("attention"), config, layer, fusion, attention.apply(fusion));
    this.feedForwardNorm = new LayerNorm(declare.in("feed-forward-norm"), config.width());
    this.feedForward = new FeedForward(declare.in("feed-forward"), config);
  }

  NDArray forward(Pass pass, NDArray input, LayerMasks masks, Visible visible) {
    NDArray x = layer > 0 && attention.recomputes(input, input) ? pass.cut(input) : input;
    if (config.normalisation() == Normalisation.PRE) {
      NDArray attended = attend(pass, attentionNorm.forward(pass, x), masks, visible);
      NDArray y = x.add(attended);
      return y.add(feed(pass, feedForwardNorm.forward(pass, y)));
    }
    NDArray y = attentionNorm.forward(pass, x.add(attend(pass, x, masks, visible)));
    return feedForwardNorm.forward(pass, y.add(feed(pass, y)));
  }

  /**
   * The mask reads the very tensor that queries are projected from: the raw residual of a deep
   * pre-norm encoder grows until the masked scores saturate the softmax.
   */
  private NDArray attend(Pass pass, NDArray x, LayerMasks masks, Visible visible) {
    Mask mask = masks.at(pass, layer, x, x);
    return pass.dropout(attention.forward(pass, x, x, mask, visible), config.dropout());
  }

  private NDArray feed(Pass pass, NDArray x) {
    return pass.dropout(feedForward.forward(pass, x), config.dropout());
  }
}
