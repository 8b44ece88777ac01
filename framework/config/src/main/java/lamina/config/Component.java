package lamina.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One component of a record that stands somewhere in an experiment: what can be read of it and set,
 * whichever record it is.
 *
 * @param owner the record's class
 * @param name the component's name
 */
public record Component(Class<? extends Record> owner, String name) {
  /**
   * A component that there is.
   *
   * @throws ConfigException where the record has none of that name
   */
  public Component {
    List<String> names =
        Arrays.stream(owner.getRecordComponents()).map(RecordComponent::getName).toList();
    if (!names.contains(name)) {
      throw new ConfigException(
          "axis of %s must be one of %s, got '%s'".formatted(owner.getSimpleName(), names, name));
    }
  }

  /**
   * Where it stands, as errors name it, e.g. {@code training.optimizer.learningRate}; after the
   * record alone where that may stand in several places.
   */
  public String path() {
    Set<String> places = new LinkedHashSet<>();
    search(Experiment.class, "", places);
    String place =
        places.size() == 1
            ? places.iterator().next()
            : owner.getSimpleName().substring(0, 1).toLowerCase(Locale.ROOT)
                + owner.getSimpleName().substring(1);
    return place + "." + name;
  }

  private void search(Class<?> type, String path, Set<String> places) {
    if (type == owner) {
      places.add(path);
    } else if (type == AttentionMask.class) {
      if (AttentionMask.class.isAssignableFrom(owner)) {
        places.add(path);
      }
    } else if (type.isRecord()) {
      for (RecordComponent part : type.getRecordComponents()) {
        String there = path.isEmpty() ? part.getName() : path + "." + part.getName();
        search(part.getType(), there, places);
      }
    } else if (type.isSealed()) {
      for (Class<?> kind : type.getPermittedSubclasses()) {
        search(kind, path, places);
      }
    }
  }

  /**
   * Its value in an experiment.
   *
   * @param axis how errors name it
   * @throws ConfigException where the record does not stand there once
   */
  public @Nullable Object get(Experiment<?> experiment, String axis) {
    return value(found(experiment, axis), name);
  }

  /**
   * The same experiment with another value.
   *
   * @param axis how errors name it
   * @throws ConfigException where the record does not stand there once, or refuses the value
   */
  public Experiment<?> set(Experiment<?> experiment, Object value, String axis) {
    return (Experiment<?>) replaced(experiment, found(experiment, axis), value);
  }

  private Record found(Experiment<?> experiment, String axis) {
    List<Record> found = new ArrayList<>();
    collect(experiment, found);
    if (found.size() != 1) {
      throw new ConfigException(
          "axis %s must vary a %s that the experiment has once, got %d"
              .formatted(axis, owner.getSimpleName(), found.size()));
    }
    return found.get(0);
  }

  private void collect(@Nullable Object value, List<Record> found) {
    if (owner.isInstance(value)) {
      found.add((Record) value);
    } else if (value instanceof Record record) {
      for (RecordComponent part : record.getClass().getRecordComponents()) {
        collect(value(record, part.getName()), found);
      }
    }
  }

  private @Nullable Object replaced(@Nullable Object value, Record place, Object to) {
    if (!(value instanceof Record record)) {
      return value;
    }
    RecordComponent[] parts = record.getClass().getRecordComponents();
    Object[] values = new Object[parts.length];
    boolean same = true;
    for (int i = 0; i < parts.length; i++) {
      Object before = value(record, parts[i].getName());
      boolean here = record == place && parts[i].getName().equals(name);
      values[i] = here ? to : record == place ? before : replaced(before, place, to);
      same &= values[i] == before;
    }
    return same ? record : made(record.getClass(), parts, values);
  }

  /** What a record has in one of its components. */
  public static @Nullable Object value(Record record, String component) {
    try {
      var accessor = record.getClass().getMethod(component);
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(record.getClass() + "." + component, e);
    }
  }

  private static Object made(Class<?> type, RecordComponent[] parts, Object[] values) {
    Class<?>[] types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(Objects.toString(type), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(Objects.toString(type), e);
    }
  }
}
