package lamina.config;

import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.List;
import java.util.ServiceLoader;

/** The kinds of mask that can be read: a closed list, found as a Java service. */
public interface MaskKinds {
  List<Class<? extends AttentionMask>> kinds();

  /** All kinds on the class path, by their written names. */
  static NamedType[] named() {
    return ServiceLoader.load(MaskKinds.class, MaskKinds.class.getClassLoader()).stream()
        .flatMap(provider -> provider.get().kinds().stream())
        .map(kind -> new NamedType(kind, AttentionMask.kindOf(kind)))
        .toArray(NamedType[]::new);
  }
}
