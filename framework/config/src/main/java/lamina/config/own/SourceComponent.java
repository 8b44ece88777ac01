package lamina.config.own;

import java.util.List;
import lamina.config.ConfigException;

/**
 * One component of a user's record.
 *
 * @param choices the written names of an enum's constants; empty for other types
 * @param byDefault its value where nobody says one
 * @param place FILE:LINE:COLUMN of its declaration
 */
record SourceComponent(
    String name, ComponentType type, List<String> choices, Object byDefault, String place) {

  /**
   * A value of this component.
   *
   * @throws ConfigException that names the component, the rule, the value and the place
   */
  Object checked(Object value) {
    try {
      return type.checked(value, choices);
    } catch (ConfigException e) {
      throw new ConfigException("mask.%s must %s (%s)".formatted(name, e.getMessage(), place));
    }
  }
}
