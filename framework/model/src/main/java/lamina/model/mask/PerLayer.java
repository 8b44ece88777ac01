package lamina.model.mask;

import java.util.List;
import java.util.stream.IntStream;
import lamina.config.LearnableMask;
import lamina.model.Declaration;

/** A module of its own for every layer, applied to that layer's input (Multi-LAM, section 3.4). */
final class PerLayer implements MaskPlacing {
  private final List<MaskModule> modules;

  PerLayer(Declaration declare, LearnableMask config, int layers, int width, int maximum) {
    this.modules =
        IntStream.range(0, layers)
            .mapToObj(layer -> new MaskModule(declare.in("layer-" + layer), config, width, maximum))
            .toList();
  }

  @Override
  public LayerMasks begin() {
    return (pass, layer, x, y) -> modules.get(layer).forward(pass, x, y);
  }
}
