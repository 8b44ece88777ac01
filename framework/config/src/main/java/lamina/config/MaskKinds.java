package lamina.config;

import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The kinds of mask that can be read: a closed list, found as a Java service. */
public interface MaskKinds {
  List<Class<? extends AttentionMask>> kinds();

  /** The written names of all kinds on the class path, in alphabetical order. */
  static List<String> writtenNames() {
    return Arrays.stream(named()).map(NamedType::getName).sorted().toList();
  }

  /** What no mechanism of a user's may be named: those names, and their classes'. */
  static List<String> taken() {
    return Arrays.stream(named())
        .flatMap(kind -> Stream.of(kind.getName(), kind.getType().getSimpleName()))
        .sorted()
        .toList();
  }

  /** All kinds on the class path, by their written names. */
  static NamedType[] named() {
    return ServiceLoader.load(MaskKinds.class, MaskKinds.class.getClassLoader()).stream()
        .flatMap(provider -> provider.get().kinds().stream())
        .map(kind -> new NamedType(kind, AttentionMask.kindOf(kind)))
        .toArray(NamedType[]::new);
  }
}
