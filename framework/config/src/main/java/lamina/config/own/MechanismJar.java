package lamina.config.own;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Base64;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import lamina.config.AttentionChange;
import lamina.config.AttentionMask;
import lamina.config.Component;
import lamina.config.ConfigException;
import lamina.config.MaskKinds;
import lamina.config.OwnMask;
import lamina.config.border.MechanismCode;

/** Users' mechanisms that come compiled, in a jar on the class path of a script. */
public final class MechanismJar {
  private static final String CLASS = ".class";

  private MechanismJar() {}

  /**
   * A mask of a record from a user's jar as data, its classes kept for the trials of this process;
   * any other mask as it is.
   *
   * @throws ConfigException where the record's name is Lamina's, a component is none that data can
   *     hold, or the jar cannot be read
   */
  public static AttentionChange asData(AttentionChange mask) {
    Class<?> type = mask.getClass();
    CodeSource from = type.getProtectionDomain().getCodeSource();
    if (type.getClassLoader() == AttentionMask.class.getClassLoader()
        || from == null
        || !(mask instanceof Record record)) {
      return mask;
    }
    Path jar = file(from, type);
    if (MaskKinds.writtenNames().contains(mask.kind())) {
      throw new ConfigException(
          "record must not be named as one of Lamina's mechanisms, got %s of %s"
              .formatted(type.getName(), jar));
    }
    SortedMap<String, Object> components = new TreeMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      components.put(
          component.getName(), data(Component.value(record, component.getName()), component, jar));
    }
    MechanismCode code =
        MechanismCode.ofJar(type.getName(), jar.getFileName().toString(), classes(jar));
    MechanismCode.keep(code);
    return new OwnMask(mask.kind(), components, code.digest());
  }

  private static Path file(CodeSource from, Class<?> type) {
    try {
      Path file = Path.of(from.getLocation().toURI());
      if (Files.isRegularFile(file)) {
        return file;
      }
      throw new ConfigException(
          "a mechanism must come in a jar, got %s in %s".formatted(type.getName(), file));
    } catch (URISyntaxException e) {
      throw new ConfigException("a mechanism must come in a jar, got " + from.getLocation(), e);
    }
  }

  private static Object data(Object value, RecordComponent component, Path jar) {
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
    ComponentType type = ComponentType.of(component.getType().getName());
    if (type == null || value == null) {
      throw new ConfigException(
          "component %s must be an int, long, boolean, double, String or enum, got %s (%s)"
              .formatted(component.getName(), component.getType().getName(), jar));
    }
    return type.checked(value, List.of());
  }

  private static SortedMap<String, String> classes(Path jar) {
    SortedMap<String, String> classes = new TreeMap<>();
    try (JarFile open = new JarFile(jar.toFile())) {
      Enumeration<JarEntry> entries = open.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        String name = entry.getName();
        if (name.endsWith(CLASS) && !name.contains("-")) {
          String binary = name.substring(0, name.length() - CLASS.length()).replace('/', '.');
          byte[] bytes = open.getInputStream(entry).readAllBytes();
          classes.put(binary, Base64.getEncoder().encodeToString(bytes));
        }
      }
      return classes;
    } catch (IOException e) {
      throw new ConfigException("--class-path must name readable jars, got " + jar + ": " + e, e);
    }
  }
}
