package lamina.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import lamina.config.AttentionMask;
import lamina.mask.FrozenMask;
import lamina.mask.LayerChoice;
import lamina.mask.LearnableMask;
import lamina.mask.LinearControl;
import lamina.mask.Masks;
import lamina.mask.OnLayers;
import lamina.mask.ShuffledMask;
import lamina.mechanism.Defaults;
import lamina.zoo.Zoo;

/** One mechanism of every kind, with its defaults where it has them. */
final class Mechanisms {
  private static final Set<Class<?>> WITHOUT_DEFAULTS =
      Set.of(LinearControl.class, ShuffledMask.class, FrozenMask.class, OnLayers.class);

  private Mechanisms() {}

  /** By their written names. */
  static Map<String, AttentionMask> all() {
    Map<String, AttentionMask> all = new LinkedHashMap<>();
    kinds()
        .filter(kind -> !WITHOUT_DEFAULTS.contains(kind))
        .forEach(kind -> all.put(AttentionMask.kindOf(kind), Defaults.of(kind, Map.of())));
    LearnableMask lam = Defaults.of(LearnableMask.class, Map.of());
    Stream.of(
            new LinearControl(3, true),
            new ShuffledMask(lam),
            new FrozenMask(lam),
            new OnLayers(lam, LayerChoice.every(2)))
        .forEach(mask -> all.put(mask.kind(), mask));
    return all;
  }

  /** All kinds. */
  static Stream<Class<? extends AttentionMask>> kinds() {
    return Stream.concat(new Masks().kinds().stream(), new Zoo().kinds().stream());
  }
}
