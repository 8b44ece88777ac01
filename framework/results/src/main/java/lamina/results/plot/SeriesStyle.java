package lamina.results.plot;

import static lamina.results.plot.Specification.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How lines are told apart, in colour and in grey: the baseline black, solid and with filled
 * circles; the others by colour, dashes and markers, of which 24 lines have no two in common.
 *
 * @param series in the order in which the data have them
 */
record SeriesStyle(List<String> series, String baseline) {
  private static final String BLACK = "#000000";
  private static final int FILLED_CIRCLE = 16;
  private static final List<String> OTHERS =
      Specification.COLOURS.stream().filter(colour -> !colour.equals(BLACK)).toList();

  /** Filled ones first: they are seen behind the bars of deviations. */
  private static final List<Integer> SHAPES = List.of(17, 15, 18, 1, 2, 0, 5, 6);

  private static final List<String> DASHES =
      List.of("dashed", "solid", "longdash", "dotdash", "twodash", "dotted");

  /** What one line is drawn with. */
  record Style(String colour, String dashes, int shape) {}

  List<Style> styles() {
    List<Style> styles = new ArrayList<>();
    int next = 0;
    for (String name : series) {
      if (name.equals(baseline)) {
        styles.add(new Style(BLACK, "solid", FILLED_CIRCLE));
      } else {
        styles.add(
            new Style(
                OTHERS.get(next % OTHERS.size()),
                DASHES.get(next % DASHES.size()),
                SHAPES.get(next % SHAPES.size())));
        next++;
      }
    }
    return styles;
  }

  /** Of the aesthetics that name a series. */
  List<Map<String, Object>> scales() {
    List<Object> colours = Specification.column(styles(), Style::colour);
    return List.of(
        map("aesthetic", "color", "values", colours, "name", ""),
        map("aesthetic", "fill", "values", colours, "name", ""),
        map(
            "aesthetic",
            "linetype",
            "values",
            Specification.column(styles(), Style::dashes),
            "name",
            ""),
        map(
            "aesthetic",
            "shape",
            "values",
            Specification.column(styles(), Style::shape),
            "name",
            ""));
  }
}
