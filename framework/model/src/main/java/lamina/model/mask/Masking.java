package lamina.model.mask;

import lamina.config.AttentionMask;
import lamina.config.LearnableMask;
import lamina.config.MaskFusion;
import lamina.config.MaskShape;
import lamina.config.Transformer;
import lamina.model.Declaration;
import lamina.model.attention.Add;
import lamina.model.attention.Fusion;
import lamina.model.attention.Multiply;
import lamina.model.attention.MultiplyShifted;

/**
 * What an encoder needs to know of its mask.
 *
 * @param placing where it is computed
 * @param fusion how it meets the scores
 * @param after what is done to what attention gives
 */
public record Masking(MaskPlacing placing, Fusion fusion, AfterAttention after) {
  private static final MaskPlacing NOWHERE = () -> (pass, layer, x, y) -> null;

  private Masking(MaskPlacing placing, Fusion fusion) {
    this(placing, fusion, (pass, layer, attended) -> attended);
  }

  /**
   * The masking that a configuration describes.
   *
   * @param most the greatest attention that it acts on
   * @param text how many of its first tokens a sparse mask leaves alone
   */
  public static Masking of(
      Declaration declare, AttentionMask mask, Transformer backbone, MaskShape most, int text) {
    return mask.fold(
        none -> new Masking(NOWHERE, new Add()),
        lam ->
            new Masking(
                placing(declare, lam.resolved(backbone), backbone, most.keys()),
                fusion(lam.fusion())),
        fixed -> new Masking(new StaticMatrix(declare, fixed, most), fusion(fixed.fusion())),
        sparse ->
            new Masking(new SparseVideoMask(declare, text, most.keys() - text, sparse), new Add()),
        linear -> new Masking(NOWHERE, new Add(), new LinearAfter(declare, linear, backbone)));
  }

  private static MaskPlacing placing(
      Declaration declare, LearnableMask lam, Transformer backbone, int maximum) {
    int width = backbone.width();
    return switch (lam.placement()) {
      case SHARED_MASK -> new SharedMask(declare, lam, width, maximum);
      case SHARED_MODULE -> new SharedModule(declare, lam, width, maximum);
      case PER_LAYER -> new PerLayer(declare, lam, backbone.layers(), width, maximum);
    };
  }

  private static Fusion fusion(MaskFusion fusion) {
    return switch (fusion) {
      case MULTIPLY -> new Multiply();
      case MULTIPLY_SHIFTED -> new MultiplyShifted();
      case ADD -> new Add();
    };
  }
}
