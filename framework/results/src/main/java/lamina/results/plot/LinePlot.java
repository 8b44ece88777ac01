package lamina.results.plot;

import static lamina.results.plot.Specification.map;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Lines over logarithmic axes, a row of panels a measure,. Series differ in colour, in dashes and
 * in the shape of their points, so that the picture can be read in grey.
 *
 * @param x what the horizontal axis shows
 * @param points in the order of their series
 */
public record LinePlot(String title, String x, List<Point> points) {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 520;

  /** One measurement: y in the measure's unit. */
  public record Point(String measure, String column, String series, double x, double y) {}

  /** The picture. */
  public Picture picture() {
    return new Picture(specification(), WIDTH, HEIGHT, title);
  }

  /** The plot in lets-plot's own terms. */
  private Map<String, Object> specification() {
    Map<String, Object> data =
        map(
            x,
            column(Point::x),
            "value",
            column(Point::y),
            "measure",
            column(Point::measure),
            "column",
            column(Point::column),
            "series",
            column(Point::series));
    Map<String, Object> mapping =
        map("x", x, "y", "value", "color", "series", "linetype", "series", "shape", "series");
    return map(
        "kind",
        "plot",
        "data",
        data,
        "mapping",
        mapping,
        "ggtitle",
        map("text", title),
        "layers",
        List.of(map("geom", "line", "size", 1.0), map("geom", "point", "size", 4.0)),
        "facet",
        map("name", "grid", "x", "column", "y", "measure", "x_order", 0, "scales", "free_y"),
        "scales",
        List.of(
            map("aesthetic", "x", "trans", "log10", "breaks", distinct(), "format", "d"),
            map("aesthetic", "y", "trans", "log10", "name", ""),
            map("aesthetic", "color", "scale_mapper_kind", "color_brewer", "palette", "Dark2")),
        "theme",
        map("name", "light", "legend_position", "right"));
  }

  private List<Object> column(Function<Point, Object> of) {
    return points.stream().map(of).toList();
  }

  private List<Double> distinct() {
    return points.stream().map(Point::x).distinct().sorted().toList();
  }
}
