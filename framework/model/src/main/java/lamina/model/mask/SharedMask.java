package lamina.model.mask;

import java.util.concurrent.atomic.AtomicReference;
import lamina.config.LearnableMask;
import lamina.model.Declaration;
import lamina.model.attention.Mask;

/**
 * One mask from the encoder's input, used in every layer ("a single mask is consistently used
 * across all transformer layers", section 3.2). It reads what the first layer projects its queries
 * from.
 */
final class SharedMask implements MaskPlacing {
  private final MaskModule module;

  SharedMask(Declaration declare, LearnableMask config, int width, int maximum) {
    this.module = new MaskModule(declare, config, width, maximum);
  }

  @Override
  public LayerMasks begin() {
    AtomicReference<Mask> mask = new AtomicReference<>();
    return (pass, layer, x, y) -> {
      if (mask.get() == null) {
        mask.set(module.forward(pass, x, y));
      }
      return mask.get();
    };
  }
}
