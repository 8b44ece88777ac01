package lamina.results.plot;

import static lamina.results.plot.Specification.column;
import static lamina.results.plot.Specification.map;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import lamina.config.ConfigException;
import lamina.results.Row;
import lamina.results.SweepTable;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import org.jspecify.annotations.Nullable;

/**
 * A metric along an axis of a sweep: a point a combination of values on the axes that are named,
 * with its standard deviation over seeds, a line a colour, a panel a facet; what has no such axis
 * is a dashed line across. Over axes that are not named a seed counts with its mean.
 */
public final class AblationPlot {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 480;
  private static final int LONGEST_LINE = 50;
  private static final String ALL = "all";

  private final SweepTable table;
  private final String x;
  private final @Nullable String color;
  private final @Nullable String facet;
  private final List<String> pooled;

  private AblationPlot(
      SweepTable table,
      String x,
      @Nullable String color,
      @Nullable String facet,
      List<String> pooled) {
    this.table = table;
    this.x = x;
    this.color = color;
    this.facet = facet;
    this.pooled = pooled;
  }

  /**
   * Reads the results.
   *
   * @param x the axis along the picture
   * @param color the axis that colours tell apart; null for none
   * @param facet the axis that panels tell apart; null for none
   * @throws ConfigException for an axis that the sweep has not, or a metric that no trial has
   */
  public static AblationPlot of(
      Sweep sweep,
      Store store,
      String metric,
      String x,
      @Nullable String color,
      @Nullable String facet)
      throws IOException {
    List<String> axes = SweepTable.axes(sweep);
    requireAxis(axes, "x", x);
    requireAxis(axes, "color", color);
    requireAxis(axes, "facet", facet);
    Map<Boolean, List<String>> named =
        axes.stream()
            .collect(
                Collectors.partitioningBy(
                    axis -> axis.equals(x) || axis.equals(color) || axis.equals(facet)));
    SweepTable table = SweepTable.by(sweep, store, metric, named.get(true));
    return new AblationPlot(table, x, color, facet, named.get(false));
  }

  private static void requireAxis(List<String> axes, String what, @Nullable String axis) {
    if (axis != null && !axes.contains(axis)) {
      throw new ConfigException(
          "%s must be an axis of the sweep, one of %s, got '%s'".formatted(what, axes, axis));
    }
  }

  /** How many points have a result. */
  public int points() {
    return rows(true).size();
  }

  /** The picture. */
  public Picture picture() {
    List<Row> points = rows(true);
    if (points.isEmpty()) {
      throw new ConfigException(
          "a value of %s must have a seed under which all its trials have finished, got none"
              .formatted(x));
    }
    List<Map<String, Object>> layers = new ArrayList<>();
    List<Row> across = rows(false);
    for (Row row : across) {
      layers.add(
          map(
              "geom", "hline",
              "yintercept", scaled(row.summary().mean()),
              "linetype", "dashed",
              "color", "#555555"));
    }
    Map<String, Object> apart = map("name", "dodge", "width", 0.2);
    layers.add(map("geom", "line", "size", 1.0, "position", apart));
    layers.add(map("geom", "errorbar", "width", 0.1, "linetype", "solid", "position", apart));
    layers.add(map("geom", "point", "size", 4.0, "position", apart));
    List<Map<String, Object>> scales = new ArrayList<>(Specification.colours(legend(color)));
    scales.add(map("aesthetic", "x", "name", x, "discrete", true));
    scales.add(map("aesthetic", "y", "name", table.metric() + (percent() ? " (%)" : "")));
    scales.add(map("aesthetic", "shape", "name", legend(color)));
    scales.add(map("aesthetic", "linetype", "name", legend(color)));
    Map<String, Object> plot =
        map(
            "kind", "plot",
            "data", data(points),
            "mapping", mapping(),
            "ggtitle",
                map(
                    "text",
                    table.sweep(),
                    "subtitle",
                    Specification.wrapped(subtitle(), LONGEST_LINE)),
            "layers", layers,
            "scales", scales,
            "theme", map("name", "light", "legend_position", color == null ? "none" : "bottom"));
    if (facet != null) {
      plot.put("facet", map("name", "grid", "x", "facet"));
    }
    return new Picture(plot, WIDTH, HEIGHT, text(points, across));
  }

  /** The rows that have the axis, or those that have not; without a result none is drawn. */
  private List<Row> rows(boolean having) {
    return table.rows().stream()
        .filter(row -> row.axes().containsKey(x) == having && row.summary().n() > 0)
        .toList();
  }

  private Map<String, Object> data(List<Row> points) {
    return map(
        "x", column(points, row -> row.axes().get(x)),
        "mean", column(points, row -> scaled(row.summary().mean())),
        "low", column(points, row -> scaled(row.summary().mean() - deviation(row))),
        "high", column(points, row -> scaled(row.summary().mean() + deviation(row))),
        "color", column(points, row -> value(row, color)),
        "facet", column(points, row -> value(row, facet)));
  }

  private static Map<String, Object> mapping() {
    return map(
        "x", "x",
        "y", "mean",
        "ymin", "low",
        "ymax", "high",
        "color", "color",
        "group", "color",
        "linetype", "color",
        "shape", "color");
  }

  private String subtitle() {
    String seed = pooled.isEmpty() ? "" : ", a seed counts with its mean over " + together();
    return "mean ± standard deviation over seeds" + seed;
  }

  private String together() {
    return String.join(", ", pooled);
  }

  private String text(List<Row> points, List<Row> across) {
    List<String> means = new ArrayList<>();
    for (List<Row> rows : List.of(across, points)) {
      for (Row row : rows) {
        means.add(String.format(Locale.ROOT, "%s %.2f", row.name(), scaled(row.summary().mean())));
      }
    }
    String over = pooled.isEmpty() ? "" : ", pooled over " + together();
    return table.metric() + " by " + x + over + ": " + String.join("; ", means);
  }

  private static double deviation(Row row) {
    return Double.isNaN(row.summary().std()) ? 0 : row.summary().std();
  }

  private static String value(Row row, @Nullable String axis) {
    return axis == null ? ALL : row.axes().getOrDefault(axis, ALL);
  }

  private static String legend(@Nullable String axis) {
    return axis == null ? "" : axis;
  }

  private double scaled(double value) {
    return percent() ? 100 * value : value;
  }

  private boolean percent() {
    return SweepTable.isShare(table.metric());
  }
}
