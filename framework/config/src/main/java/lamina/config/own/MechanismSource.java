package lamina.config.own;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import lamina.config.AttentionMask;
import lamina.config.ConfigException;
import lamina.config.OwnMask;
import lamina.config.border.MechanismCode;

/**
 * A user's mechanism: the text of a Java file with one public record.
 *
 * @param file how errors name it
 * @param name of the record
 * @param text with line ends normalised, without a byte order mark
 * @param digest SHA-256 of that text, 64 hexadecimal digits: a changed source is another identity
 * @param components in their order
 * @param place FILE:LINE:COLUMN of the record's declaration
 */
public record MechanismSource(
    String file,
    String name,
    String text,
    String digest,
    List<SourceComponent> components,
    String place) {
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final Map<String, MechanismSource> KNOWN = new ConcurrentHashMap<>();

  /** The source of a digest, where masks of it were declared in this process. */
  public static Optional<MechanismSource> known(String digest) {
    return Optional.ofNullable(KNOWN.get(digest));
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException where it is not there, or not a mechanism; the message names the place
   */
  public static MechanismSource read(Path file) {
    try {
      return of(file.getFileName().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new ConfigException("mechanism file must be readable, got " + file + ": " + e, e);
    }
  }

  /**
   * A source that is at hand as a text.
   *
   * @param file how errors name it
   */
  public static MechanismSource of(String file, String text) {
    String unmarked = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    String normalised = unmarked.replace("\r\n", "\n").replace('\r', '\n');
    return SourceReader.read(file, normalised, MechanismCode.digestOf(normalised));
  }

  /** The written name of its masks. */
  public String kind() {
    return AttentionMask.kindOf(name);
  }

  /**
   * A mask of it.
   *
   * @param values of components by their names; the others have their defaults
   * @throws ConfigException for a component that there is not, or a value that is none of its type
   */
  public OwnMask mask(Map<String, ?> values) {
    List<String> names = components.stream().map(SourceComponent::name).toList();
    for (String given : values.keySet()) {
      if (!names.contains(given)) {
        throw new ConfigException(
            "%s must have components of %s, got '%s' (%s)".formatted(name, names, given, place));
      }
    }
    SortedMap<String, Object> all = new TreeMap<>();
    for (SourceComponent component : components) {
      Object value = values.get(component.name());
      all.put(component.name(), value == null ? component.byDefault() : component.checked(value));
    }
    KNOWN.put(digest, this);
    return new OwnMask(kind(), all, digest);
  }

  /**
   * A component's value, checked.
   *
   * @throws ConfigException for a component that there is not, or a value that is none of its type
   */
  public Object checked(String component, Object value) {
    mask(Map.of(component, value));
    return typed(component, value);
  }

  /**
   * The value that a mask has of a component, in the component's type.
   *
   * @throws ConfigException where it is none of that type
   */
  public Object typed(String component, Object value) {
    return components.stream()
        .filter(one -> one.name().equals(component))
        .findFirst()
        .map(one -> one.checked(value))
        .orElse(value);
  }

  /** The defaults of all components. */
  public Map<String, Object> defaults() {
    Map<String, Object> defaults = new LinkedHashMap<>();
    components.forEach(component -> defaults.put(component.name(), component.byDefault()));
    return defaults;
  }
}
