package lamina.mask;

import java.util.List;
import lamina.config.AttentionMask;
import lamina.config.MaskKinds;

/** The kinds of this package. */
public final class Masks implements MaskKinds {
  @Override
  public List<Class<? extends AttentionMask>> kinds() {
    return List.of(
        NoMask.class,
        LearnableMask.class,
        StaticMask.class,
        SparseMask.class,
        LinearControl.class,
        ShuffledMask.class,
        FrozenMask.class,
        OnLayers.class);
  }
}
