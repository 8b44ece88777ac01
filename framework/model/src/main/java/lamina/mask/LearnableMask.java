package lamina.mask;

import static lamina.config.Rule.atLeast;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import lamina.config.MaskShape;
import lamina.config.Traits;
import lamina.config.Transformer;
import lamina.mechanism.Built;
import lamina.mechanism.Default;
import lamina.mechanism.LayerSides;
import lamina.mechanism.Mechanism;
import lamina.mechanism.Origin;
import lamina.mechanism.PerLayer;
import lamina.mechanism.Site;
import lamina.model.Declaration;
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
@JsonTypeName("learnable")
@Origin(family = "mask", paper = "Barrios and Jin, arXiv 2406.02761")
public record LearnableMask(
    @Default("per-layer") MaskPlacement placement,
    @Default("multiply") MaskFusion fusion,
    @Default("2") int depth,
    @Nullable Integer hidden,
    @Default("unconstrained") MaskParametrisation parametrisation,
    @Default("default") MaskInitialisation initialisation,
    @Default("fixed") MaskLength length)
    implements Mechanism {

  public LearnableMask {
    atLeast(1, "mask.depth", depth);
    if (hidden != null) {
      atLeast(1, "mask.hidden", hidden);
    }
  }

  @Override
  public LearnableMask resolved(Transformer backbone) {
    return hidden == null ? withHidden(backbone.width()) : this;
  }

  @Override
  public Traits traits() {
    return Traits.PLAIN
        .withMask(fusion.multiplies())
        .withSides()
        .startingPlain(initialisation == MaskInitialisation.IDENTITY);
  }

  @Override
  public String label() {
    return "learnable mask";
  }

  @Override
  public Built in(Declaration declare, Site site) {
    LearnableMask lam = resolved(site.backbone());
    int keys = site.most().keys();
    Supplier<LayerSides> masks =
        switch (placement) {
          case SHARED_MASK -> {
            MaskModule module = new MaskModule(declare, lam, site.width(), keys);
            yield () -> onceForAll(module);
          }
          case SHARED_MODULE -> {
            MaskModule module = new MaskModule(declare, lam, site.width(), keys);
            yield () -> (pass, layer, x, y) -> module.forward(pass, x, y);
          }
          case PER_LAYER -> {
            PerLayer<MaskModule> modules =
                site.eachLayer(
                    layer -> new MaskModule(declare.in("layer-" + layer), lam, site.width(), keys));
            yield () -> (pass, layer, x, y) -> modules.in(layer).forward(pass, x, y);
          }
        };
    int rank = depth == 1 ? site.width() : lam.hidden();
    OptionalInt low = parametrisation.lowRank() ? OptionalInt.of(rank) : OptionalInt.empty();
    return new Masked(site, new MaskedSteps(fusion, low), masks);
  }

  /**
   * One mask from the encoder's input, used in every layer ("a single mask is consistently used
   * across all transformer layers", section 3.2). It reads what the first layer projects its
   * queries from.
   */
  private static LayerSides onceForAll(MaskModule module) {
    AtomicReference<Mask> mask = new AtomicReference<>();
    return (pass, layer, x, y) -> {
      if (mask.get() == null) {
        mask.set(module.forward(pass, x, y));
      }
      return mask.get();
    };
  }

  @Override
  public OptionalLong macs(Site site) {
    long module = resolved(site.backbone()).macsOfModule(site.width(), site.most());
    return OptionalLong.of(
        placement == MaskPlacement.SHARED_MASK ? module : module * site.layers().size());
  }

  /** An MLP over queries whose last layer gives the columns. */
  private long macsOfModule(long width, MaskShape shape) {
    long in = depth == 1 ? width : hidden;
    long layers = depth == 1 ? 0 : width * hidden + (depth - 2L) * hidden * hidden;
    long columns =
        switch (length) {
          case FIXED -> 0;
          case CONTENT_KEYS -> shape.keys() * width * in;
        };
    return shape.queries() * (layers + in * shape.keys()) + columns;
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
