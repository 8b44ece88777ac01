package lamina.config;

import static lamina.config.Rule.atLeast;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The Learnable Attention Mask, LAM (Barrios and Jin, arXiv 2406.02761, sections 3.2 and 3.4): an
 * MLP M = F(X) whose output is fused with the attention scores before the softmax, the same for all
 * heads.
 *
 * @param placement where the mask is computed
 * @param fusion how it meets the scores
 * @param depth how many linear layers F has, the last included; at least 1
 * @param hidden width of F's hidden layers; null for the backbone's width
 * @param parametrisation what bounds the values of M
 * @param initialisation how F starts
 * @param length what the columns of M stand for
 */
public record LearnableMask(
    MaskPlacement placement,
    MaskFusion fusion,
    int depth,
    @Nullable Integer hidden,
    MaskParametrisation parametrisation,
    MaskInitialisation initialisation,
    MaskLength length)
    implements AttentionMask {

  public LearnableMask {
    atLeast(1, "mask.depth", depth);
    if (hidden != null) {
      atLeast(1, "mask.hidden", hidden);
    }
  }

  @Override
  public <R> R fold(
      Function<NoMask, R> none,
      Function<LearnableMask, R> learnable,
      Function<StaticMask, R> fixed,
      Function<SparseMask, R> sparse,
      Function<LinearControl, R> linear) {
    return learnable.apply(this);
  }

  @Override
  public LearnableMask resolved(Transformer backbone) {
    return hidden == null ? withHidden(backbone.width()) : this;
  }

  public LearnableMask withPlacement(MaskPlacement value) {
    return new LearnableMask(value, fusion, depth, hidden, parametrisation, initialisation, length);
  }

  public LearnableMask withFusion(MaskFusion value) {
    return new LearnableMask(
        placement, value, depth, hidden, parametrisation, initialisation, length);
  }

  public LearnableMask withDepth(int value) {
    return new LearnableMask(
        placement, fusion, value, hidden, parametrisation, initialisation, length);
  }

  public LearnableMask withHidden(Integer value) {
    return new LearnableMask(
        placement, fusion, depth, value, parametrisation, initialisation, length);
  }

  public LearnableMask withParametrisation(MaskParametrisation value) {
    return new LearnableMask(placement, fusion, depth, hidden, value, initialisation, length);
  }

  public LearnableMask withInitialisation(MaskInitialisation value) {
    return new LearnableMask(placement, fusion, depth, hidden, parametrisation, value, length);
  }

  public LearnableMask withLength(MaskLength value) {
    return new LearnableMask(
        placement, fusion, depth, hidden, parametrisation, initialisation, value);
  }
}
