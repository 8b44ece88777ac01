package lamina.zoo;

import java.util.List;
import lamina.config.AttentionMask;
import lamina.config.MaskKinds;

/** The kinds of this package. */
public final class Zoo implements MaskKinds {
  @Override
  public List<Class<? extends AttentionMask>> kinds() {
    return List.of(
        AdaptivelySparse.class,
        Alibi.class,
        BottleneckFusion.class,
        CogAttention.class,
        MixtureOfHead.class,
        RoutingTransformer.class);
  }
}
