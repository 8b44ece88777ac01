package lamina.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import lamina.config.AttentionMask;
import lamina.config.Experiment;

/**
 * One row of a sweep's table: an experiment under every seed.
 *
 * @param name how the row is called, unique in its sweep
 * @param group rows that are compared with a baseline of their own; empty where a sweep has one
 *     group
 * @param axes the value of each axis that this variant has, by the axis's name, in order
 */
public record Variant(
    String name,
    String group,
    Map<String, String> axes,
    Experiment<? extends AttentionMask> experiment) {
  public Variant {
    axes = Collections.unmodifiableMap(new LinkedHashMap<>(axes));
  }

  /** A variant of a sweep without groups. */
  public Variant(
      String name, Map<String, String> axes, Experiment<? extends AttentionMask> experiment) {
    this(name, "", axes, experiment);
  }
}
