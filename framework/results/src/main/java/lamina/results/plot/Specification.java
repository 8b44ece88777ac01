package lamina.results.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The words of lets-plot's specifications. */
final class Specification {
  /** Okabe and Ito's colours, which colour-blind readers can tell apart. */
  static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000");

  private static final int MOST_COUNTS = 12;

  private Specification() {}

  static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  static <T> List<Object> column(List<T> rows, Function<T, Object> value) {
    return rows.stream().map(value).toList();
  }

  /** Cut into lines at blanks. */
  static String wrapped(String text, int longest) {
    StringBuilder lines = new StringBuilder();
    int length = 0;
    for (String word : text.split(" ")) {
      boolean fits = length + 1 + word.length() <= longest;
      lines.append(length == 0 ? "" : fits ? " " : "\n").append(word);
      length = length > 0 && fits ? length + 1 + word.length() : word.length();
    }
    return lines.toString();
  }

  /** Colours of a discrete variable; more than there are colours begin again. */
  static List<Map<String, Object>> colours(String legend) {
    return List.of(
        map("aesthetic", "color", "values", COLOURS, "name", legend),
        map("aesthetic", "fill", "values", COLOURS, "name", legend));
  }

  /** An axis that counts from 1, with labels at whole numbers alone. */
  static Map<String, Object> counting(String name, int last) {
    int step = step(last);
    List<Double> breaks = new ArrayList<>();
    for (int i = step; i <= last; i += step) {
      breaks.add((double) i);
    }
    return map("aesthetic", "x", "name", name, "breaks", breaks, "format", "d");
  }

  /** Between counts that are labelled. */
  static int step(int last) {
    return (last + MOST_COUNTS - 1) / MOST_COUNTS;
  }
}
