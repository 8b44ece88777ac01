package lamina.results.plot;

import static lamina.results.plot.Specification.column;
import static lamina.results.plot.Specification.map;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import lamina.config.ConfigException;
import lamina.config.Json;
import lamina.config.Trial;
import lamina.results.Summary;
import lamina.results.SweepTable;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.Variant;

/**
 * A metric after every epoch: the mean over seeds, with a band of one standard deviation, a colour
 * a variant. Trials that are still running, or have failed, count as far as they got.
 *
 * @param metric as it stands in {@code metrics.jsonl}, e.g. {@code mr-map} or {@code training/loss}
 * @param points by variant and epoch, in order
 */
public record LearningCurves(String sweep, String metric, List<Point> points) {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 520;

  /** A variant after an epoch. */
  public record Point(String variant, int epoch, Summary summary) {}

  /**
   * Reads them.
   *
   * @throws ConfigException for a metric that no run has
   */
  public static LearningCurves of(Sweep sweep, Store store, String metric) throws IOException {
    List<Point> points = new ArrayList<>();
    TreeSet<String> known = new TreeSet<>();
    for (Variant variant : sweep.variants()) {
      SortedMap<Integer, List<Double>> byEpoch = new TreeMap<>();
      for (long seed : sweep.seeds()) {
        Path file = store.folder(Trial.of(variant.experiment(), seed).id()).metrics();
        for (JsonNode line : lines(file)) {
          line.fieldNames().forEachRemaining(known::add);
          if (line.has(metric)) {
            byEpoch
                .computeIfAbsent(line.get("epoch").asInt(), epoch -> new ArrayList<>())
                .add(line.get(metric).asDouble());
          }
        }
      }
      byEpoch.forEach(
          (epoch, values) -> points.add(new Point(variant.name(), epoch, Summary.of(values))));
    }
    known.removeAll(List.of("epoch", "split"));
    if (points.isEmpty()) {
      throw new ConfigException("metric must be one of " + known + ", got '" + metric + "'");
    }
    return new LearningCurves(sweep.name(), metric, points);
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    return Files.readAllLines(file).stream().filter(l -> !l.isBlank()).map(Json::parse).toList();
  }

  /** The picture. */
  public Picture picture() {
    Map<String, Object> data =
        map(
            "epoch", column(points, Point::epoch),
            "mean", column(points, point -> scaled(point.summary().mean())),
            "low", column(points, point -> scaled(point.summary().mean() - deviation(point))),
            "high", column(points, point -> scaled(point.summary().mean() + deviation(point))),
            "variant", column(points, Point::variant));
    Map<String, Object> mapping =
        map(
            "x", "epoch",
            "y", "mean",
            "ymin", "low",
            "ymax", "high",
            "color", "variant",
            "fill", "variant",
            "linetype", "variant");
    List<Map<String, Object>> scales = new ArrayList<>(Specification.colours("variant"));
    scales.add(map("aesthetic", "y", "name", metric + (percent() ? " (%)" : "")));
    Map<String, Object> plot =
        map(
            "kind", "plot",
            "data", data,
            "mapping", mapping,
            "ggtitle", map("text", sweep),
            "layers",
                List.of(map("geom", "ribbon", "alpha", 0.15, "size", 0), map("geom", "line", "size", 1.2)),
            "scales", scales,
            "theme", Specification.theme());
    return new Picture(plot, WIDTH, HEIGHT, metric + " by epoch, mean and deviation over seeds");
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
