package lamina.results.plot;

import static lamina.results.plot.Specification.column;
import static lamina.results.plot.Specification.map;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import lamina.config.ConfigException;
import lamina.config.Trial;
import lamina.results.RunFiles;
import lamina.results.SweepTable;
import lamina.results.statistics.Summary;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.Variant;
import org.jspecify.annotations.Nullable;

/**
 * A metric after every epoch: the mean over seeds, with a band of one standard deviation, a line a
 * variant or a group of them. In a group a seed counts with its mean over the variants, as far as
 * all of them got that have the metric at all.
 *
 * @param baseline the series that is drawn in black
 * @param metric as it stands in {@code metrics.jsonl}, e.g. {@code mr-map} or {@code training/loss}
 * @param points by series and epoch, in order
 */
public record LearningCurves(String sweep, String baseline, String metric, List<Point> points) {
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
    Map<String, List<Variant>> groups = new LinkedHashMap<>();
    for (Variant variant : sweep.variants()) {
      groups.computeIfAbsent(series(variant, by), name -> new ArrayList<>()).add(variant);
    }
    List<Point> points = new ArrayList<>();
    for (Map.Entry<String, List<Variant>> group : groups.entrySet()) {
      means(sweep, store, metric, group.getValue())
          .forEach(
              (epoch, seeds) -> points.add(new Point(group.getKey(), epoch, Summary.of(seeds))));
    }
    if (points.isEmpty()) {
      throw new ConfigException(
          "metric must be one of " + metrics(sweep, store) + ", got '" + metric + "'");
    }
    return new LearningCurves(sweep.name(), series(sweep.baseline(), by), metric, points);
  }

  private static String series(Variant variant, @Nullable String by) {
    return by == null ? variant.name() : SweepTable.row(variant, List.of(by));
  }

  /** By epoch, the mean of every seed that all variants with the metric have reached it under. */
  private static SortedMap<Integer, List<Double>> means(
      Sweep sweep, Store store, String metric, List<Variant> variants) throws IOException {
    SortedMap<Integer, Map<Long, List<Double>>> values = new TreeMap<>();
    Set<Variant> having = new HashSet<>();
    for (Variant variant : variants) {
      for (long seed : sweep.seeds()) {
        for (JsonNode line :
            RunFiles.epochs(store.folder(Trial.of(variant.experiment(), seed).id()))) {
          if (line.has(metric)) {
            having.add(variant);
            values
                .computeIfAbsent(line.get("epoch").asInt(), epoch -> new TreeMap<>())
                .computeIfAbsent(seed, s -> new ArrayList<>())
                .add(line.get(metric).asDouble());
          }
        }
      }
    }
    SortedMap<Integer, List<Double>> means = new TreeMap<>();
    values.forEach(
        (epoch, bySeed) -> {
          List<Double> whole =
              bySeed.values().stream()
                  .filter(each -> each.size() == having.size())
                  .map(each -> Summary.of(each).mean())
                  .toList();
          if (!whole.isEmpty()) {
            means.put(epoch, whole);
          }
        });
    return means;
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
    Map<String, Object> mapping =
        map(
            "x", "epoch",
            "y", "mean",
            "ymin", "low",
            "ymax", "high",
            "color", "series",
            "fill", "series",
            "linetype", "series",
            "shape", "series");
    int last = points.stream().mapToInt(Point::epoch).max().orElse(1);
    List<Map<String, Object>> scales =
        new ArrayList<>(new SeriesStyle(series(), baseline).scales());
    scales.add(Specification.counting("epoch", last));
    scales.add(map("aesthetic", "y", "name", metric + (percent() ? " (%)" : "")));
    Map<String, Object> plot =
        map(
            "kind",
            "plot",
            "data",
            data(points),
            "mapping",
            mapping,
            "ggtitle",
            map("text", sweep),
            "layers",
            List.of(
                map("geom", "ribbon", "alpha", 0.15, "size", 0, "show_legend", false),
                map("geom", "line", "size", 1.0),
                map("geom", "point", "size", 4.0, "data", data(marked(last)))),
            "scales",
            scales,
            "theme",
            map("name", "light", "legend_position", "right"));
    return new Picture(plot, WIDTH, HEIGHT, text());
  }

  private Map<String, Object> data(List<Point> of) {
    return map(
        "epoch", column(of, Point::epoch),
        "mean", column(of, point -> scaled(point.summary().mean())),
        "low", column(of, point -> scaled(point.summary().mean() - deviation(point))),
        "high", column(of, point -> scaled(point.summary().mean() + deviation(point))),
        "series", column(of, Point::series));
  }

  /** Every so many epochs, and where a line ends: more markers would hide the lines. */
  private List<Point> marked(int last) {
    int step = Specification.step(last);
    Set<Point> ends = new HashSet<>(ends());
    return points.stream().filter(p -> p.epoch() % step == 0 || ends.contains(p)).toList();
  }

  private List<String> series() {
    return points.stream().map(Point::series).distinct().toList();
  }

  private Collection<Point> ends() {
    Map<String, Point> last = new LinkedHashMap<>();
    points.forEach(point -> last.put(point.series(), point));
    return last.values();
  }

  private String text() {
    String ends =
        ends().stream()
            .map(
                point ->
                    String.format(
                        Locale.ROOT,
                        "%s %.2f ± %.2f at epoch %d",
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
