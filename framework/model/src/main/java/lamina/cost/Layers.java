package lamina.cost;

import lamina.config.Activation;
import lamina.config.MaskShape;
import lamina.config.Normalisation;
import lamina.config.Transformer;

/** The layers of Transformers, without a mask. */
final class Layers {
  private Layers() {}

  /** All layers of an encoder; behind norms that stand in front, a last one. */
  static Count encoder(Transformer config, MaskShape attention) {
    Count last =
        config.normalisation() == Normalisation.PRE ? Count.norm(config.width()) : Count.NOTHING;
    return encoderLayer(config, attention).times(config.layers()).plus(last);
  }

  private static Count encoderLayer(Transformer config, MaskShape attention) {
    return attention(config.width(), attention)
        .plus(feedForward(config, attention.queries()), Count.norm(config.width()).times(2));
  }

  /** Projections of queries, keys, values and the output; scores, and weights times values. */
  static Count attention(long width, MaskShape shape) {
    return Count.linear(shape.queries(), width, width)
        .times(2)
        .plus(
            Count.linear(shape.keys(), width, width).times(2),
            Count.product(shape.queries(), width, shape.keys()),
            Count.product(shape.queries(), shape.keys(), width));
  }

  static Count feedForward(Transformer config, long rows) {
    return Count.linear(rows, config.width(), config.feedForward())
        .plus(
            Count.linear(rows, config.feedForward(), config.width()),
            Count.held(config.activation() == Activation.PRELU ? 1 : 0));
  }

  /** Linear layers of one width, the last one to another. */
  static Count mlp(long rows, long width, long out, int depth) {
    return Count.linear(rows, width, width).times(depth - 1).plus(Count.linear(rows, width, out));
  }
}
