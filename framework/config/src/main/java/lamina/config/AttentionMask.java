package lamina.config;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.Locale;

/**
 * What is done to plain attention, as data: a record whose components are its identity. Every kind
 * that there is says in a file of its own what it is and how it is computed; {@link MaskKinds}
 * lists them for who reads JSON.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public interface AttentionMask {
  /** What others must know of it. */
  Traits traits();

  /**
   * Refuses a place where it cannot stand, or a backbone that it cannot have: by its traits, then
   * by its own {@link #requireRules rules}.
   *
   * @throws ConfigException that says why
   */
  default void requireFit(Place place, Transformer backbone) {
    traits().requireFit(place, kind());
    requireRules(place, backbone);
  }

  /**
   * The same, and batches in which it is not what it is called. Of a mask that is data alone it is
   * asked where that is loaded.
   *
   * @throws ConfigException that says why
   */
  default void requireFit(Place place, Transformer backbone, int batch) {
    if (!knowsItself()) {
      return;
    }
    requireFit(place, backbone);
    traits().requireBatch(batch, kind());
  }

  /**
   * Rules that no trait tells; none unless it has some.
   *
   * @throws ConfigException that names the field, the rule and the value
   */
  default void requireRules(Place place, Transformer backbone) {}

  /** This mask with every default that depends on the backbone written out. */
  default AttentionMask resolved(Transformer backbone) {
    return this;
  }

  /** Whether it acts nowhere, so that it does not matter where a task would have it act. */
  default boolean actsNowhere() {
    return false;
  }

  /** Whether other variants of a sweep are compared with it. */
  default boolean baseline() {
    return false;
  }

  /** Whether it is data alone, as a user's is. */
  default boolean dataAlone() {
    return false;
  }

  /** Whether this process can say what it is: not where it is, or wraps, a user's that is data. */
  default boolean knowsItself() {
    return OwnMask.areLoaded() || OwnMask.in(this).isEmpty();
  }

  /** This mask as what can be built, where it is data alone. */
  default AttentionMask loaded() {
    return this;
  }

  /** Its written name, which is identity. */
  default String kind() {
    return kindOf(getClass());
  }

  /** How a row of a table is called that says no more of it. */
  default String label() {
    return kind().replace('-', ' ');
  }

  /** The written name of a kind: its own, or its class's, {@code CogAttention} as cog-attention. */
  static String kindOf(Class<?> type) {
    JsonTypeName own = type.getAnnotation(JsonTypeName.class);
    return own != null ? own.value() : kindOf(type.getSimpleName());
  }

  /** The written name that a record of a name has. */
  static String kindOf(String record) {
    return record.replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
