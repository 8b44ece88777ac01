package lamina.config.own;

import java.util.List;
import java.util.Locale;
import lamina.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * What a component of a user's mechanism may be: what JSON can hold and identity can tell apart.
 */
enum ComponentType {
  INT("int"),
  LONG("long"),
  BOOLEAN("boolean"),
  DOUBLE("double"),
  TEXT("String"),
  /** One of an enum's constants, by its written name. */
  CHOICE("enum");

  private final String written;

  ComponentType(String written) {
    this.written = written;
  }

  String written() {
    return written;
  }

  /** The type that a source names; null for one that cannot be a component. */
  static @Nullable ComponentType of(String named) {
    for (ComponentType type : values()) {
      if (type != CHOICE
          && (type.written.equals(named) || ("java.lang." + type.written).equals(named))) {
        return type;
      }
    }
    return null;
  }

  /**
   * The value that a literal says.
   *
   * @param choices of an enum
   * @throws ConfigException where it says none
   */
  Object read(String literal, List<String> choices) {
    try {
      return checked(
          switch (this) {
            case INT -> Integer.valueOf(literal);
            case LONG -> Long.valueOf(literal);
            case DOUBLE -> Double.valueOf(literal);
            case BOOLEAN ->
                switch (literal) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw new NumberFormatException();
                };
            case TEXT, CHOICE -> literal;
          },
          choices);
    } catch (NumberFormatException e) {
      throw new ConfigException("be " + article() + ", got '" + literal + "'", e);
    }
  }

  /**
   * A value of this type.
   *
   * @throws ConfigException that says the rule and the value
   */
  Object checked(Object value, List<String> choices) {
    Object same =
        switch (this) {
          case INT -> value instanceof Integer ? value : null;
          case LONG ->
              value instanceof Integer i ? Long.valueOf(i) : value instanceof Long ? value : null;
          case BOOLEAN -> value instanceof Boolean ? value : null;
          case DOUBLE -> number(value);
          case TEXT -> value instanceof String ? value : null;
          case CHOICE -> choice(value, choices);
        };
    if (same == null) {
      String rule = this == CHOICE ? "be one of " + String.join(", ", choices) : "be " + article();
      throw new ConfigException(rule + ", got '" + value + "'");
    }
    return same;
  }

  private static @Nullable Object number(Object value) {
    return value instanceof Number number && Double.isFinite(number.doubleValue())
        ? Double.valueOf(number.doubleValue())
        : null;
  }

  private static @Nullable Object choice(Object value, List<String> choices) {
    String written =
        value instanceof Enum<?> constant
            ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-')
            : String.valueOf(value);
    return choices.contains(written) ? written : null;
  }

  private String article() {
    return switch (this) {
      case INT -> "an int";
      case LONG -> "a long";
      case BOOLEAN -> "true or false";
      case DOUBLE -> "a finite number";
      case TEXT -> "a text";
      case CHOICE -> "a choice";
    };
  }
}
