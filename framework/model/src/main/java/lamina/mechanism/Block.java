package lamina.mechanism;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.function.Function;
import lamina.config.Transformer;
import lamina.model.Declaration;
import lamina.model.LayerNorm;
import lamina.model.Pass;
import lamina.model.attention.HeadProjections;

/** Attention and a feed-forward, each with a residual and a LayerNorm: (B, N, D). */
public final class Block {
  private final int layer;
  private final EncoderStyle.Residuals residuals;
  private final Transformer config;
  private final LayerNorm attentionNorm;
  private final HeadProjections heads;
  private final LayerNorm feedForwardNorm;
  private final FeedForward feedForward;

  /** What stands between the norms of a layer. */
  public interface Body {
    /**
     * What attention gives, (B, N, D).
     *
     * @param read the tokens as attention reads them, normalised where the norm stands in front
     */
    NDArray attend(Pass pass, HeadProjections heads, Sequence read);

    /**
     * What attention reads of the layer's input, before the norm in front; the residual keeps the
     * input itself.
     */
    default Sequence prepare(Pass pass, Sequence input) {
      return input;
    }

    /**
     * What the feed-forward gives, (B, N, D).
     *
     * @param x its input, (B, N, D)
     */
    default NDArray feed(Pass pass, FeedForward feedForward, NDArray x, Sequence read) {
      return feedForward.forward(pass, x);
    }

    /** Whether attention is computed again in the backward pass, outside autograd's graph. */
    default boolean recomputes(HeadProjections heads, Sequence sequence) {
      return false;
    }
  }

  Block(
      Declaration declare,
      Site site,
      int layer,
      Function<Declaration, HeadProjections> projections) {
    int width = site.backbone().width();
    this.layer = layer;
    this.residuals = site.style().residuals();
    this.config = site.backbone();
    this.attentionNorm =
        new LayerNorm(declare.in("attention-norm"), width, site.style().normEpsilon());
    this.heads = projections.apply(declare.in("attention"));
    this.feedForwardNorm =
        new LayerNorm(declare.in("feed-forward-norm"), width, site.style().normEpsilon());
    this.feedForward =
        new FeedForward(declare.in("feed-forward"), site.backbone(), site.style().start());
  }

  /** The layer's output for a sequence. */
  public Sequence forward(Pass pass, Sequence sequence, Body body) {
    Sequence from =
        layer > 0 && body.recomputes(heads, sequence)
            ? sequence.with(pass.cut(sequence.x().values()))
            : sequence;
    NDArray values = from.x().values();
    Sequence prepared = body.prepare(pass, from);
    NDArray out =
        switch (residuals) {
          case PRE -> {
            NDArray normed = attentionNorm.forward(pass, prepared.x().values());
            Sequence read = prepared.with(normed);
            NDArray next = values.add(branch(pass, body.attend(pass, heads, read)));
            yield next.add(feed(pass, body, feedForwardNorm.forward(pass, next), from));
          }
          case POST -> {
            NDArray attended = branch(pass, body.attend(pass, heads, prepared));
            NDArray next = attentionNorm.forward(pass, values.add(attended));
            yield feedForwardNorm.forward(pass, next.add(feed(pass, body, next, from)));
          }
          case POST_AROUND_BOTH -> {
            NDArray next = values.add(branch(pass, body.attend(pass, heads, prepared)));
            NDArray fed = feed(pass, body, attentionNorm.forward(pass, next), from);
            yield feedForwardNorm.forward(pass, next.add(fed));
          }
        };
    return sequence.with(out);
  }

  private NDArray feed(Pass pass, Body body, NDArray x, Sequence read) {
    return branch(pass, body.feed(pass, feedForward, x, read));
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
