package lamina.results.plot;

import static lamina.results.plot.Specification.column;
import static lamina.results.plot.Specification.map;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import lamina.config.ConfigException;
import lamina.config.Trial;
import lamina.results.Row;
import lamina.results.SweepTable;
import lamina.results.statistics.Summary;
import lamina.sweep.RunState;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import org.jspecify.annotations.Nullable;

/**
 * How spread out attention is in every layer on the test split: its entropy as a share of the
 * greatest one, mean and standard deviation over seeds, a line a variant or a group of them, the
 * baseline in black.
 *
 * @param points series by series within a layer
 */
public record EntropyByLayer(String sweep, String baseline, List<Point> points) {
  private static final String METRIC = "test/attention.entropy/layer-";
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 520;

  /** A variant, or a group of them, in a layer; layers from 1. */
  public record Point(String series, int layer, Summary summary) {}

  /**
   * Reads them.
   *
   * @param by the axis whose values are drawn, each over all its variants; null for every variant
   * @throws ConfigException where no trial has ended, or the sweep has no such axis
   */
  public static EntropyByLayer of(Sweep sweep, Store store, @Nullable String by)
      throws IOException {
    String baseline =
        by == null ? sweep.baseline().name() : SweepTable.row(sweep.baseline(), List.of(by));
    List<Point> points = new ArrayList<>();
    for (int layer : layers(sweep, store)) {
      SweepTable table =
          by == null
              ? SweepTable.of(sweep, store, METRIC + layer, baseline)
              : SweepTable.by(sweep, store, METRIC + layer, List.of(by));
      for (Row row : table.rows()) {
        if (row.summary().n() > 0) {
          points.add(new Point(row.name(), layer, row.summary()));
        }
      }
    }
    if (points.isEmpty()) {
      throw new ConfigException("a trial must be completed to draw its entropy, got none");
    }
    return new EntropyByLayer(sweep.name(), baseline, points);
  }

  private static Set<Integer> layers(Sweep sweep, Store store) throws IOException {
    Set<Integer> layers = new TreeSet<>();
    for (Trial trial : sweep.trials()) {
      if (store.state(trial.id()) instanceof RunState.Completed completed) {
        completed.outcome().metrics().keySet().stream()
            .filter(name -> name.startsWith(METRIC))
            .forEach(name -> layers.add(Integer.parseInt(name.substring(METRIC.length()))));
      }
    }
    return layers;
  }

  /** The picture. */
  public Picture picture() {
    Map<String, Object> data =
        map(
            "layer", column(points, Point::layer),
            "mean", column(points, point -> point.summary().mean()),
            "low", column(points, point -> point.summary().mean() - deviation(point)),
            "high", column(points, point -> point.summary().mean() + deviation(point)),
            "series", column(points, Point::series));
    Map<String, Object> mapping =
        map(
            "x", "layer",
            "y", "mean",
            "ymin", "low",
            "ymax", "high",
            "color", "series",
            "linetype", "series",
            "shape", "series");
    Map<String, Object> apart = map("name", "dodge", "width", 0.3);
    Map<String, Object> plot =
        map(
            "kind", "plot",
            "data", data,
            "mapping", mapping,
            "ggtitle", map("text", sweep),
            "layers",
                List.of(
                    map("geom", "line", "size", 1.0, "position", apart),
                    map(
                        "geom",
                        "errorbar",
                        "width",
                        0.15,
                        "linetype",
                        "solid",
                        "position",
                        apart,
                        "show_legend",
                        false),
                    map("geom", "point", "size", 4.0, "position", apart)),
            "scales", scales(),
            "theme", map("name", "light", "legend_position", "right"));
    return new Picture(plot, WIDTH, HEIGHT, text());
  }

  private List<Map<String, Object>> scales() {
    int last = points.stream().mapToInt(Point::layer).max().orElse(1);
    List<Map<String, Object>> scales =
        new ArrayList<>(new SeriesStyle(series(), baseline).scales());
    scales.add(Specification.counting("layer", last));
    scales.add(map("aesthetic", "y", "name", "attention entropy / greatest entropy"));
    return scales;
  }

  private List<String> series() {
    return points.stream().map(Point::series).distinct().toList();
  }

  private String text() {
    List<String> parts = new ArrayList<>();
    for (String name : series()) {
      StringBuilder means = new StringBuilder(name);
      points.stream()
          .filter(point -> point.series().equals(name))
          .forEach(p -> means.append(String.format(Locale.ROOT, " %.3f", p.summary().mean())));
      parts.add(means.toString());
    }
    return "entropy of attention by layer: " + String.join("; ", parts);
  }

  private static double deviation(Point point) {
    return Double.isNaN(point.summary().std()) ? 0 : point.summary().std();
  }
}
