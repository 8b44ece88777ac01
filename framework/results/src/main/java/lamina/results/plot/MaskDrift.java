package lamina.results.plot;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import lamina.config.ConfigException;
import lamina.results.plot.LearningCurves.Point;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.Variant;

/**
 * How far masks are from where they started, after every epoch: the metric {@code mask.drift} on
 * the validation split, mean and standard deviation over seeds, of which each counts with its mean
 * over the variants of a group.
 */
public record MaskDrift(LearningCurves curves) {
  private static final String METRIC = "mask.drift";
  private static final String LAYER = METRIC + "/layer-";

  /**
   * A line a layer of one variant.
   *
   * @throws ConfigException where the variant has no mask, or no epoch of it has ended
   */
  public static MaskDrift ofVariant(Sweep sweep, Store store, Variant variant) throws IOException {
    Sweep alone = new Sweep(sweep.name(), sweep.seeds(), List.of(variant));
    List<Point> points = new ArrayList<>();
    for (String metric : LearningCurves.metrics(alone, store)) {
      if (metric.startsWith(METRIC + "/")) {
        String layer = metric.substring(METRIC.length() + 1).replace('-', ' ');
        for (Point point : LearningCurves.of(alone, store, metric, null).points()) {
          points.add(new Point(layer, point.epoch(), point.summary()));
        }
      }
    }
    if (points.isEmpty()) {
      throw new ConfigException(
          "variant must have a mask and an epoch behind it, got '" + variant.name() + "'");
    }
    String title = sweep.name() + ": " + variant.name();
    return new MaskDrift(new LearningCurves(title, sweep.baseline().name(), METRIC, points));
  }

  /**
   * A line a value of an axis, each over all its variants.
   *
   * @param layer from 1
   * @throws ConfigException where the sweep has no such axis, or no run has such a layer
   */
  public static MaskDrift ofAxis(Sweep sweep, Store store, String axis, int layer)
      throws IOException {
    requireLayer(LearningCurves.metrics(sweep, store), layer);
    return new MaskDrift(LearningCurves.of(sweep, store, LAYER + layer, axis));
  }

  private static void requireLayer(SortedSet<String> metrics, int layer) {
    TreeSet<Integer> layers = new TreeSet<>();
    for (String metric : metrics) {
      if (metric.startsWith(LAYER)) {
        layers.add(Integer.parseInt(metric.substring(LAYER.length())));
      }
    }
    if (layers.isEmpty()) {
      throw new ConfigException("a masked trial must have an epoch behind it, got none");
    }
    if (!layers.contains(layer)) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "layer must be from %d to %d, got %d",
              layers.first(),
              layers.last(),
              layer));
    }
  }

  /** The picture. */
  public Picture picture() {
    Picture drawn = curves.picture();
    List<String> ends =
        curves.points().stream()
            .map(Point::series)
            .distinct()
            .map(this::last)
            .map(p -> String.format(Locale.ROOT, "%s %.3f", p.series(), p.summary().mean()))
            .toList();
    return new Picture(
        drawn.specification(),
        drawn.width(),
        drawn.height(),
        curves.metric() + " after the last epoch: " + String.join("; ", ends));
  }

  private Point last(String series) {
    Stream<Point> of = curves.points().stream().filter(p -> p.series().equals(series));
    return Objects.requireNonNull(of.reduce((first, second) -> second).orElse(null));
  }
}
