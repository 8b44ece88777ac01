package lamina.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mask of a mechanism that a user wrote, as data: no class of it is needed to write it, to read
 * it or to tell it from another. What it is otherwise a {@link Loader} says, where there is one.
 *
 * @param kind its record's written name
 * @param components a value each, numbers as JSON has them, that knows no difference of 1 and 1.0:
 *     an Integer, a Long where that is too small, a Double where it is not whole, a Boolean or a
 *     String
 * @param source SHA-256 of the source, 64 hexadecimal digits
 */
@JsonTypeName(OwnMask.UNFOLDED)
public record OwnMask(String kind, SortedMap<String, Object> components, String source)
    implements AttentionChange, JsonSerializable {
  /** How a user's masks are called while they are read; no record can have the name. */
  static final String UNFOLDED = "a user's";

  private static final String KIND = "kind";
  private static final String SOURCE = "source";
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
  private static final Map<String, MaskCount> COUNTED = new ConcurrentHashMap<>();
  private static @Nullable Loader loader;

  /** Knows more of users' masks than their data. */
  public interface Loader {
    /**
     * The mask as its source makes it.
     *
     * @throws ConfigException where the source cannot be had, compiled or used
     */
    AttentionMask loaded(OwnMask mask);

    /** Whether this process has their classes. */
    default boolean loads() {
      return true;
    }

    /** What the mask is. */
    default Traits traits(OwnMask mask) {
      return loaded(mask).traits();
    }

    /** What an experiment's mask adds to its encoder; empty where that is to be counted here. */
    default Optional<MaskCount> counted(Experiment<?> experiment) {
      return Optional.empty();
    }
  }

  public OwnMask {
    SortedMap<String, Object> same = new TreeMap<>();
    components.forEach((name, value) -> same.put(name, asInJson("mask." + name, value)));
    components = Collections.unmodifiableSortedMap(same);
    Rule.require(
        HEX.matcher(source).matches(),
        "mask.source",
        "be 64 hexadecimal digits",
        "'" + source + "'");
  }

  @JsonCreator
  static OwnMask read(
      @JsonProperty("name") String name,
      @JsonProperty("components") Map<String, Object> components,
      @JsonProperty("digest") String digest) {
    return new OwnMask(name, new TreeMap<>(components), digest);
  }

  private static Object asInJson(String field, Object value) {
    if (value instanceof Boolean || value instanceof String || value instanceof Integer) {
      return value;
    }
    if (value instanceof Long || value instanceof Double || value instanceof BigInteger) {
      Number number = (Number) value;
      Rule.require(Double.isFinite(number.doubleValue()), field, "be a finite number", value);
      if (value instanceof Long || number.longValue() == number.doubleValue() && isExact(number)) {
        long whole = number.longValue();
        return whole == (int) whole ? (Object) (int) whole : (Object) whole;
      }
      return number.doubleValue();
    }
    throw new ConfigException(
        field + " must be a number, a text, true or false, got '" + value + "'");
  }

  /** The greatest Long is no Double: 2^63 would become it. */
  private static boolean isExact(Number number) {
    return Math.abs(number.doubleValue()) < 0x1p63;
  }

  @Override
  public boolean dataAlone() {
    return true;
  }

  /** The users' masks that a mask is, or wraps. */
  public static List<OwnMask> in(AttentionMask mask) {
    List<OwnMask> found = new ArrayList<>();
    if (mask.dataAlone()) {
      found.add((OwnMask) mask);
    } else if (mask instanceof Record record) {
      for (RecordComponent part : record.getClass().getRecordComponents()) {
        if (AttentionMask.class.isAssignableFrom(part.getType())) {
          Object wrapped = Objects.requireNonNull(Component.value(record, part.getName()));
          found.addAll(in((AttentionMask) wrapped));
        }
      }
    }
    return found;
  }

  /** Says who knows more, from now on in this process; null for nobody. */
  public static void knownBy(@Nullable Loader other) {
    loader = other;
  }

  /**
   * What an experiment's mask adds to its encoder, where a user's is in it and somebody else
   * counts.
   *
   * @throws ConfigException where nobody knows more of it
   */
  public static Optional<MaskCount> counted(Experiment<?> experiment) {
    List<OwnMask> own = OwnMask.in(experiment.mask());
    if (own.isEmpty()) {
      return Optional.empty();
    }
    Optional<MaskCount> known = known(experiment);
    return known.isPresent() ? known : own.get(0).loader().counted(experiment);
  }

  /** What was counted before in this process, or left by a run: nobody is asked. */
  public static Optional<MaskCount> known(Experiment<?> experiment) {
    return Optional.ofNullable(COUNTED.get(Trial.of(experiment, 0).toJson()));
  }

  /** Keeps what an experiment's mask adds for this process. */
  public static void keep(Experiment<?> experiment, MaskCount count) {
    COUNTED.put(Trial.of(experiment, 0).toJson(), count);
  }

  /** Whether their classes are in this process. */
  public static boolean areLoaded() {
    return loader != null && loader.loads();
  }

  /** Whether somebody knows more of users' masks. */
  public static boolean areKnown() {
    return loader != null;
  }

  private Loader loader() {
    Loader known = loader;
    if (known == null) {
      throw new ConfigException(
          "mask must be one of Lamina's where no user's mechanism is loaded, got " + kind);
    }
    return known;
  }

  @Override
  public Traits traits() {
    return loader().traits(this);
  }

  @Override
  public AttentionMask loaded() {
    return loader().loaded(this);
  }

  /** Is asked once it is loaded: a declaration knows its data alone. */
  @Override
  public void requireFit(Place place, Transformer backbone, int batch) {}

  /** The same mask with another value of a component. */
  public OwnMask with(String component, Object value) {
    SortedMap<String, Object> changed = new TreeMap<>(components);
    changed.put(component, value);
    return new OwnMask(kind, changed, source);
  }

  @Override
  public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
    json.writeStartObject();
    json.writeStringField(KIND, kind);
    for (Map.Entry<String, Object> component : components.entrySet()) {
      json.writeObjectField(component.getKey(), component.getValue());
    }
    json.writeStringField(SOURCE, source);
    json.writeEndObject();
  }

  @Override
  public void serializeWithType(
      JsonGenerator json, SerializerProvider provider, TypeSerializer type) throws IOException {
    serialize(json, provider);
  }

  /** Reads what a mask of a user's mechanism is written as. */
  public static OwnMask fromJson(String text) {
    return Json.read(unfolded(Json.parse(text)), OwnMask.class);
  }

  /** A tree in which users' masks are written as a kind of Lamina's, to be read as one. */
  static JsonNode unfolded(JsonNode tree) {
    if (!tree.isObject()) {
      return tree;
    }
    ObjectNode changed = Json.object();
    if (tree.path(KIND).isTextual() && tree.path(SOURCE).isTextual()) {
      changed.put(KIND, UNFOLDED);
      changed.put("name", tree.path(KIND).textValue());
      changed.put("digest", tree.path(SOURCE).textValue());
      ObjectNode components = changed.putObject("components");
      for (Map.Entry<String, JsonNode> field : tree.properties()) {
        if (!field.getKey().equals(KIND) && !field.getKey().equals(SOURCE)) {
          Rule.require(
              field.getValue().isValueNode() && !field.getValue().isNull(),
              "mask." + field.getKey(),
              "be a number, a text, true or false",
              field.getValue());
          components.set(field.getKey(), field.getValue());
        }
      }
      return changed;
    }
    for (Map.Entry<String, JsonNode> field : tree.properties()) {
      changed.set(field.getKey(), unfolded(field.getValue()));
    }
    return changed;
  }
}
