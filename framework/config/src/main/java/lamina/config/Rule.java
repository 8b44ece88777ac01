package lamina.config;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The rules that fields obey. Each returns the value, or throws naming field, rule and value. */
public final class Rule {
  private Rule() {}

  public static int atLeast(int minimum, String field, int value) {
    require(value >= minimum, field, "be at least " + minimum, value);
    return value;
  }

  public static void between(int least, int most, String field, int value) {
    require(value >= least && value <= most, field, "be from " + least + " to " + most, value);
  }

  /** Two numbers of a thing that is there, both positive, or is not, both 0. */
  public static void bothOrNone(String first, int one, String second, int other) {
    require(one >= 0, first, "be at least 0", one);
    require(other >= 0, second, "be at least 0", other);
    require((one == 0) == (other == 0), second, "be 0 where " + first + " is, and else not", other);
  }

  public static double positive(String field, double value) {
    require(value > 0 && Double.isFinite(value), field, "be a positive number", value);
    return value;
  }

  public static double notNegative(String field, double value) {
    require(value >= 0 && Double.isFinite(value), field, "be zero or a positive number", value);
    return value;
  }

  /** A probability or a decay: 0 <= value < 1. */
  public static double fraction(String field, double value) {
    require(value >= 0 && value < 1, field, "be at least 0 and below 1", value);
    return value;
  }

  public static void divides(String field, int value, String dividedField, int divided) {
    require(divided % value == 0, field, "divide " + dividedField + " " + divided, value);
  }

  public static void require(boolean holds, String field, String rule, Object value) {
    if (!holds) {
      throw new ConfigException(field + " must " + rule + ", got " + Numbers.plain(value));
    }
  }

  public static <E extends Enum<E>> E oneOf(Class<E> type, String field, String written) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> Names.of(constant).equals(written))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    field + " must be one of " + choices(type) + ", got '" + written + "'"));
  }

  public static <E extends Enum<E>> String choices(Class<E> type) {
    return Arrays.stream(type.getEnumConstants()).map(Names::of).collect(Collectors.joining(", "));
  }
}
