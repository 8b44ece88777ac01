package lamina.training.own;

import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lamina.config.AttentionMask;
import lamina.config.ConfigException;
import lamina.config.OwnMask;
import lamina.config.border.MechanismCode;
import lamina.mechanism.Defaults;
import lamina.mechanism.Mechanism;

/**
 * The classes of users' mechanisms for one trial: a loader of its own, that ends with it, so that
 * no static field carries anything from one trial to the next.
 */
public final class TrialClasses implements OwnMask.Loader, AutoCloseable {
  private final Map<String, MechanismCode> code = new HashMap<>();
  private final Map<String, Loader> loaders = new HashMap<>();
  private final Map<OwnMask, AttentionMask> masks = new HashMap<>();

  private TrialClasses(List<MechanismCode> all) {
    all.forEach(one -> code.put(one.digest(), one));
  }

  /** Has users' masks loaded from code until this is closed. */
  public static TrialClasses of(List<MechanismCode> code) {
    TrialClasses classes = new TrialClasses(code);
    OwnMask.knownBy(classes);
    return classes;
  }

  /** Defines classes that it is given; everything else is Lamina's own loader's. */
  private static final class Loader extends ClassLoader {
    private final Map<String, String> classes;

    Loader(MechanismCode code) {
      super(TrialClasses.class.getClassLoader());
      this.classes = new TreeMap<>(code.classes());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      String encoded = classes.get(name);
      if (encoded == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = Base64.getDecoder().decode(encoded);
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  @Override
  public AttentionMask loaded(OwnMask mask) {
    AttentionMask known = masks.get(mask);
    if (known == null) {
      known = made(mask);
      masks.put(mask, known);
    }
    return known;
  }

  private AttentionMask made(OwnMask mask) {
    MechanismCode its = code.get(mask.source());
    if (its == null) {
      throw new ConfigException("mask.source must come with its code, got " + mask.source());
    }
    try {
      Class<?> type =
          loaders.computeIfAbsent(its.digest(), d -> new Loader(its)).loadClass(its.record());
      if (!Mechanism.class.isAssignableFrom(type) || !type.isRecord()) {
        throw new ConfigException(
            "%s must be a record that implements lamina.mechanism.Mechanism"
                .formatted(its.record()));
      }
      return Defaults.of(type.asSubclass(Mechanism.class), mask.components());
    } catch (ClassNotFoundException e) {
      throw new ConfigException(its.file() + " has no class " + its.record(), e);
    }
  }

  /** Work of an engine. */
  public interface Work<T> {
    T done() throws IOException;
  }

  /**
   * What some work gives that runs these classes.
   *
   * @throws ConfigException in one line, for whatever a user's class throws
   */
  public <T> T guarded(Work<T> work) throws IOException {
    try {
      return work.done();
    } catch (ConfigException e) {
      throw e;
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      for (StackTraceElement at : e.getStackTrace()) {
        for (MechanismCode one : code.values()) {
          if (one.classes().containsKey(at.getClassName())) {
            throw new ConfigException(
                "%s:%d: %s"
                    .formatted(
                        one.file(),
                        at.getLineNumber(),
                        e.toString().lines().findFirst().orElse("")),
                e);
          }
        }
      }
      throw e;
    }
  }

  @Override
  public void close() {
    OwnMask.knownBy(null);
    masks.clear();
    loaders.clear();
  }
}
