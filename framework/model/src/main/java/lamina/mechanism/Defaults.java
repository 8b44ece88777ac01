package lamina.mechanism;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lamina.config.AttentionMask;
import lamina.config.ConfigException;
import lamina.config.Names;
import org.jspecify.annotations.Nullable;

/** Masks whose components have their {@link Default}s. */
public final class Defaults {
  private Defaults() {}

  /**
   * A mask of a kind.
   *
   * @param values of components by their names; the others have their defaults
   * @throws ConfigException for a component that there is not, has no default and no value, or
   *     refuses its value
   */
  public static <M extends AttentionMask> M of(Class<M> kind, Map<String, ?> values) {
    RecordComponent[] components = kind.getRecordComponents();
    List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
    for (String name : values.keySet()) {
      if (!names.contains(name)) {
        throw new ConfigException(
            "%s must have components of %s, got '%s'"
                .formatted(AttentionMask.kindOf(kind), names, name));
      }
    }
    Object[] all = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < all.length; i++) {
      String name = components[i].getName();
      all[i] =
          values.containsKey(name)
              ? converted(values.get(name), components[i].getType())
              : read(components[i], kind);
      types[i] = components[i].getType();
    }
    try {
      var constructor = kind.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(all);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof RuntimeException refused
          ? refused
          : new IllegalStateException(kind + " cannot be made", e);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw new ConfigException(
          "%s must have values of its components' types, got %s"
              .formatted(AttentionMask.kindOf(kind), values),
          e);
    }
  }

  /** Data have no enums, and write whole numbers as ints. */
  private static @Nullable Object converted(@Nullable Object value, Class<?> type) {
    if (value instanceof String text && type.isEnum()) {
      return read(text, type);
    }
    if (value instanceof Integer number && (type == long.class || type == double.class)) {
      return read(number.toString(), type);
    }
    return value;
  }

  private static @Nullable Object read(RecordComponent component, Class<?> kind) {
    Default written = component.getAnnotation(Default.class);
    if (written == null && component.getType() == Integer.class) {
      return null;
    }
    if (written == null) {
      throw new ConfigException(
          "mask.%s must be given for %s, which has no default of it"
              .formatted(component.getName(), AttentionMask.kindOf(kind)));
    }
    return read(written.value(), component.getType());
  }

  private static Object read(String value, Class<?> type) {
    if (type == int.class) {
      return Integer.valueOf(value);
    }
    if (type == long.class) {
      return Long.valueOf(value);
    }
    if (type == double.class) {
      return Double.valueOf(value);
    }
    if (type == boolean.class) {
      return Boolean.valueOf(value);
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> Names.of((Enum<?>) constant).equals(value))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no constant " + value + " of " + type));
    }
    return value;
  }
}
