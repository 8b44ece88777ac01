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

/** What an encoder needs to know of its mask: where it is computed and how it meets the scores. */
public record Masking(MaskPlacing placing, Fusion fusion) {

  /**
   * The masking that a configuration describes.
   *
   * @param most the greatest attention that it acts on
   */
  public static Masking of(
      Declaration declare, AttentionMask mask, Transformer backbone, MaskShape most) {
    return mask.fold(
        none -> new Masking(() -> (pass, layer, x, y) -> null, new Add()),
        lam ->
            new Masking(
                placing(declare, lam.resolved(backbone), backbone, most.keys()),
                fusion(lam.fusion())),
        fixed -> new Masking(new StaticMatrix(declare, fixed, most), fusion(fixed.fusion())));
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
