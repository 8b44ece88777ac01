package lamina.model.mask;

import lamina.config.LearnableMask;
import lamina.model.Declaration;

/** One module, applied to every layer's input: shared parameters, a mask of its own a layer. */
final class SharedModule implements MaskPlacing {
  private final MaskModule module;

  SharedModule(Declaration declare, LearnableMask config, int width, int maximum) {
    this.module = new MaskModule(declare, config, width, maximum);
  }

  @Override
  public LayerMasks begin() {
    return (pass, layer, x, y) -> module.forward(pass, x, y);
  }
}
