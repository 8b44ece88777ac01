package lamina.results.plot;

import static lamina.results.plot.Specification.column;
import static lamina.results.plot.Specification.map;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import lamina.config.ConfigException;
import lamina.config.Trial;
import lamina.results.RunFiles;
import lamina.results.Summary;
import lamina.results.SweepTable;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.Variant;
import org.jspecify.annotations.Nullable;

/**
 * A metric after every epoch: the mean over seeds, with a band of one standard deviation, a colour
 * a variant or a group of them. Trials that are still running, or have failed, count as far as they
 * got.
 *
 * @param metric as it stands in {@code metrics.jsonl}, e.g. {@code mr-map} or {@code training/loss}
 * @param points by series and epoch, in order
 */
public record LearningCurves(String sweep, String metric, List<Point> points) {
  private static final int WIDTH = 1100;
  private static final int HEIGHT = 520;

  /** A variant, or a group of them, after an epoch. */
  public record Point(String series, int epoch, Summary summary) {}

  /**
   * Reads them.
   *
   * @param by the axis whose values are drawn, each over all its variants; null for every variant
   * @throws ConfigException for a metric that no run has, or an axis that the sweep has not
   */
  public static LearningCurves of(Sweep sweep, Store store, String metric, @Nullable String by)
      throws IOException {
    if (by != null && sweep.variants().stream().noneMatch(v -> v.axes().containsKey(by))) {
      throw new ConfigException("color must be an axis of the sweep, got '" + by + "'");
    }
    Map<String, SortedMap<Integer, List<Double>>> bySeries = new LinkedHashMap<>();
    for (Variant variant : sweep.variants()) {
      String series = by == null ? variant.name() : variant.axes().getOrDefault(by, variant.name());
      SortedMap<Integer, List<Double>> byEpoch =
          bySeries.computeIfAbsent(series, name -> new TreeMap<>());
      for (long seed : sweep.seeds()) {
        for (JsonNode line :
            RunFiles.epochs(store.folder(Trial.of(variant.experiment(), seed).id()))) {
          if (line.has(metric)) {
            byEpoch
                .computeIfAbsent(line.get("epoch").asInt(), epoch -> new ArrayList<>())
                .add(line.get(metric).asDouble());
          }
        }
      }
    }
    List<Point> points = new ArrayList<>();
    bySeries.forEach(
        (series, byEpoch) ->
            byEpoch.forEach(
                (epoch, values) -> points.add(new Point(series, epoch, Summary.of(values)))));
    if (points.isEmpty()) {
      throw new ConfigException(
          "metric must be one of " + metrics(sweep, store) + ", got '" + metric + "'");
    }
    return new LearningCurves(sweep.name(), metric, points);
  }

  /** The metrics that runs of a sweep have, after any epoch. */
  public static SortedSet<String> metrics(Sweep sweep, Store store) throws IOException {
    TreeSet<String> known = new TreeSet<>();
    for (Trial trial : sweep.trials()) {
      for (JsonNode line : RunFiles.epochs(store.folder(trial.id()))) {
        line.fieldNames().forEachRemaining(known::add);
      }
    }
    known.removeAll(List.of("epoch", "split"));
    return known;
  }

  /** The picture. */
  public Picture picture() {
    Map<String, Object> data =
        map(
            "epoch", column(points, Point::epoch),
            "mean", column(points, point -> scaled(point.summary().mean())),
            "low", column(points, point -> scaled(point.summary().mean() - deviation(point))),
            "high", column(points, point -> scaled(point.summary().mean() + deviation(point))),
            "series", column(points, Point::series));
    Map<String, Object> mapping =
        map(
            "x", "epoch",
            "y", "mean",
            "ymin", "low",
            "ymax", "high",
            "color", "series",
            "fill", "series",
            "linetype", "series");
    List<Map<String, Object>> scales = new ArrayList<>(Specification.colours(""));
    scales.add(map("aesthetic", "linetype", "name", ""));
    int last = points.stream().mapToInt(Point::epoch).max().orElse(1);
    scales.add(Specification.counting("epoch", last));
    scales.add(map("aesthetic", "y", "name", metric + (percent() ? " (%)" : "")));
    Map<String, Object> plot =
        map(
            "kind",
            "plot",
            "data",
            data,
            "mapping",
            mapping,
            "ggtitle",
            map("text", sweep),
            "layers",
            List.of(
                map("geom", "ribbon", "alpha", 0.15, "size", 0, "show_legend", false),
                map("geom", "line", "size", 1.2)),
            "scales",
            scales,
            "theme",
            map("name", "light", "legend_position", "right"));
    return new Picture(plot, WIDTH, HEIGHT, text());
  }

  /** Where each series ends. */
  private String text() {
    Map<String, Point> last = new LinkedHashMap<>();
    points.forEach(point -> last.put(point.series(), point));
    String ends =
        last.values().stream()
            .map(
                point ->
                    "%s %.2f ± %.2f at epoch %d"
                        .formatted(
                            point.series(),
                            scaled(point.summary().mean()),
                            scaled(deviation(point)),
                            point.epoch()))
            .collect(Collectors.joining("; "));
    return metric + " by epoch, mean and deviation over seeds: " + ends;
  }

  private static double deviation(Point point) {
    return Double.isNaN(point.summary().std()) ? 0 : point.summary().std();
  }

  private double scaled(double value) {
    return percent() ? 100 * value : value;
  }

  private boolean percent() {
    return SweepTable.isShare("/" + metric);
  }
}
