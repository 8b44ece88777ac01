package lamina.config.border;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import lamina.config.ConfigException;

/**
 * Which examples of a split are looked at.
 *
 * @param written numbers and ranges in rising order, {@code 0-3,7}; or {@code first-64}, fewer
 *     where there are fewer
 */
public record ExampleSelection(String written) {
  private static final Pattern LIST =
      Pattern.compile("\\d{1,7}(-\\d{1,7})?(,\\d{1,7}(-\\d{1,7})?)*");
  private static final int MOST = 9_999_999;
  private static final int LONGEST_NAME = 60;
  private static final Pattern FIRST = Pattern.compile("first-([1-9]\\d{0,6})");

  /**
   * Puts the examples in order, each once.
   *
   * @throws ConfigException for anything else
   */
  public ExampleSelection {
    if (!FIRST.matcher(written).matches()) {
      written = ranges(numbers(written));
    }
  }

  /**
   * @throws ConfigException for fewer than one
   */
  public static ExampleSelection first(int most) {
    requireWithin("examples", 1, most);
    return new ExampleSelection("first-" + most);
  }

  /**
   * @throws ConfigException for an index that no split can have
   */
  public static ExampleSelection one(int index) {
    requireWithin("example", 0, index);
    return new ExampleSelection(Integer.toString(index));
  }

  private static void requireWithin(String field, int least, int value) {
    if (value < least) {
      throw new ConfigException(field + " must be at least " + least + ", got " + value);
    }
    if (value > MOST) {
      throw new ConfigException(field + " must be at most " + MOST + ", got " + value);
    }
  }

  /**
   * What files about the examples are named by: {@link #written}, or its hash where that is long.
   */
  public String brief() {
    return written.length() <= LONGEST_NAME ? written : Integer.toHexString(written.hashCode());
  }

  /** Whether fewer examples will do. */
  public boolean isAtMost() {
    return FIRST.matcher(written).matches();
  }

  /**
   * The examples of a split.
   *
   * @param size how many examples the split has
   * @throws ConfigException where one is not there
   */
  public int[] indices(int size) {
    Matcher first = FIRST.matcher(written);
    if (first.matches()) {
      return IntStream.range(0, Math.min(size, Integer.parseInt(first.group(1)))).toArray();
    }
    BitSet numbers = numbers(written);
    if (numbers.length() > size) {
      throw new ConfigException(
          "example must be from 0 to %d, got %d".formatted(size - 1, numbers.length() - 1));
    }
    return numbers.stream().toArray();
  }

  private static BitSet numbers(String written) {
    if (!LIST.matcher(written).matches()) {
      throw refused(written);
    }
    BitSet numbers = new BitSet();
    for (String part : written.split(",")) {
      String[] ends = part.split("-");
      int from = Integer.parseInt(ends[0]);
      int to = Integer.parseInt(ends[ends.length - 1]);
      if (to < from) {
        throw refused(written);
      }
      numbers.set(from, to + 1);
    }
    return numbers;
  }

  private static ConfigException refused(String written) {
    return new ConfigException(
        "examples must be numbers and rising ranges as in 0-3,7, got '" + written + "'");
  }

  private static String ranges(BitSet numbers) {
    StringBuilder text = new StringBuilder();
    for (int from = numbers.nextSetBit(0); from >= 0; ) {
      int to = numbers.nextClearBit(from) - 1;
      text.append(text.length() > 0 ? "," : "").append(from).append(to > from ? "-" + to : "");
      from = numbers.nextSetBit(to + 1);
    }
    return text.toString();
  }
}
