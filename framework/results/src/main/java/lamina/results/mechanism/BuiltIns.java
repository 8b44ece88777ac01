package lamina.results.mechanism;

import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lamina.config.AttentionMask;
import lamina.config.ConfigException;
import lamina.config.MaskKinds;
import lamina.mechanism.Defaults;

/** The mechanisms that Lamina has. */
public final class BuiltIns {
  private BuiltIns() {}

  /** Their kinds, in the order of their written names. */
  static List<NamedType> all() {
    return Arrays.stream(MaskKinds.named())
        .sorted(Comparator.comparing(NamedType::getName))
        .toList();
  }

  static Class<? extends AttentionMask> type(NamedType kind) {
    return kind.getType().asSubclass(AttentionMask.class);
  }

  /** One of a kind, with its defaults; empty where a component has none. */
  static Optional<AttentionMask> byDefault(NamedType kind) {
    try {
      return Optional.of(Defaults.of(type(kind), Map.of()));
    } catch (ConfigException withoutDefault) {
      return Optional.empty();
    }
  }

  /**
   * A mechanism with its defaults.
   *
   * @param name as it is written, or of its record: cog-attention or CogAttention
   * @throws ConfigException where there is none, or a component of it has no default
   */
  public static AttentionMask named(String name) {
    NamedType kind =
        all().stream()
            .filter(one -> one.getName().equals(name) || type(one).getSimpleName().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new ConfigException(
                        "mechanism must be a file *.java or one of %s, got '%s'"
                            .formatted(MaskKinds.writtenNames(), name)));
    return Defaults.of(type(kind), Map.of());
  }
}
