package lamina.config.cost;

import lamina.config.AttentionMask;
import lamina.config.LearnableMask;
import lamina.config.MaskShape;
import lamina.config.Transformer;

/** What a mask, or the control in its place, adds to an encoder. */
final class MaskCost {
  private MaskCost() {}

  /**
   * In all layers together.
   *
   * @param shape the greatest attention that it acts on, which it is also counted for
   * @param text how many of its first tokens a sparse mask leaves alone
   */
  static Count of(AttentionMask mask, Transformer backbone, MaskShape shape, int text) {
    long width = backbone.width();
    long video = shape.keys() - text;
    return mask.fold(
        none -> Count.NOTHING,
        learnable -> placed(learnable.resolved(backbone), backbone, shape),
        fixed -> Count.held((long) shape.queries() * shape.keys()),
        sparse -> Count.held(video * video),
        linear ->
            Count.linear(shape.queries(), width, linear.hidden())
                .plus(Count.linear(shape.queries(), linear.hidden(), width))
                .times(backbone.layers()),
        shuffled -> placed(shuffled.mask().resolved(backbone), backbone, shape),
        frozen -> placed(frozen.mask().resolved(backbone), backbone, shape));
  }

  /** Over tokens of one kind. */
  static Count of(AttentionMask mask, Transformer backbone, MaskShape shape) {
    return of(mask, backbone, shape, 0);
  }

  private static Count placed(LearnableMask mask, Transformer backbone, MaskShape shape) {
    Count module = module(mask, backbone.width(), shape);
    return switch (mask.placement()) {
      case SHARED_MASK -> module;
      case SHARED_MODULE -> module.run(backbone.layers());
      case PER_LAYER -> module.times(backbone.layers());
    };
  }

  /** An MLP over queries whose last layer gives the columns. */
  private static Count module(LearnableMask mask, long width, MaskShape shape) {
    Count hidden = Count.NOTHING;
    long in = width;
    for (int i = 0; i < mask.depth() - 1; i++) {
      hidden = hidden.plus(Count.linear(shape.queries(), in, mask.hidden()));
      in = mask.hidden();
    }
    return switch (mask.length()) {
      case FIXED -> hidden.plus(Count.linear(shape.queries(), in, shape.keys()));
      case CONTENT_KEYS ->
          hidden.plus(
              Count.linear(shape.keys(), width, in),
              Count.held(1),
              Count.product(shape.queries(), in, shape.keys()));
    };
  }
}
