package lamina.results.plot;

import static lamina.results.plot.Specification.column;
import static lamina.results.plot.Specification.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import lamina.config.border.Observed;
import lamina.results.attention.Token;
import lamina.results.attention.TrialAttention;

/**
 * How attention weights are distributed, trials side by side, a row of panels a layer, counts on a
 * logarithmic axis (the figures S5 and S7 of arXiv 2406.02761). Weights from and to padding are
 * left out.
 *
 * @param layers from 1
 */
public record AttentionHistogram(String title, List<Series> series, List<Integer> layers) {
  private static final int BINS = 50;
  private static final double SMALL = 0.001;
  private static final int WIDTH = 1000;
  private static final int HEIGHT_OF_A_LAYER = 250;
  private static final int ABOVE = 90;

  /** Where a bar starts: below the logarithm of one, so that one weight can be seen. */
  private static final double FLOOR = -0.3;

  /** A trial and its name. */
  public record Series(String name, TrialAttention trial) {}

  /** How many weights of a panel are at least {@code from} and below {@code to}. */
  public record Bar(String series, int layer, double from, double to, long count) {}

  public AttentionHistogram {
    series = List.copyOf(series);
    layers = List.copyOf(layers);
  }

  /** The first and the last layer that have a mask; of those, if none has. */
  public static List<Integer> firstAndLast(TrialAttention trial) {
    List<Integer> all = IntStream.rangeClosed(1, trial.layers()).boxed().toList();
    List<Integer> masked = all.stream().filter(trial::isMasked).toList();
    List<Integer> of = masked.isEmpty() ? all : masked;
    return of.size() == 1 ? of : List.of(of.get(0), of.get(of.size() - 1));
  }

  /** All bars, empty ones included. */
  public List<Bar> bars() {
    double width = widest() / BINS;
    List<Bar> bars = new ArrayList<>();
    for (int layer : layers) {
      for (Series one : series) {
        long[] counts = new long[BINS];
        forEachWeight(
            one.trial(), layer, weight -> counts[Math.min(BINS - 1, (int) (weight / width))]++);
        for (int i = 0; i < BINS; i++) {
          bars.add(new Bar(one.name(), layer, i * width, (i + 1) * width, counts[i]));
        }
      }
    }
    return bars;
  }

  /** The share of a layer's weights that are below 0.001. */
  public double small(Series one, int layer) {
    long[] counts = new long[2];
    forEachWeight(one.trial(), layer, weight -> counts[weight < SMALL ? 0 : 1]++);
    return (double) counts[0] / (counts[0] + counts[1]);
  }

  /** The picture. */
  public Picture picture() {
    List<Bar> drawn = bars().stream().filter(bar -> bar.count() > 0).toList();
    Map<String, Object> plot =
        map(
            "kind", "plot",
            "data",
                map(
                    "from", column(drawn, Bar::from),
                    "to", column(drawn, Bar::to),
                    "floor", column(drawn, bar -> FLOOR),
                    "count", column(drawn, bar -> Math.log10(bar.count())),
                    "series", column(drawn, Bar::series),
                    "layer", column(drawn, bar -> "layer " + bar.layer())),
            "mapping",
                map(
                    "xmin", "from", "xmax", "to", "ymin", "floor", "ymax", "count", "fill",
                    "series"),
            "ggtitle", map("text", title),
            "layers", List.of(map("geom", "rect", "size", 0, "show_legend", false)),
            "facet", map("name", "grid", "x", "series", "y", "layer", "x_order", 0, "y_order", 0),
            "scales", scales(drawn),
            "theme", map("name", "light"));
    return new Picture(plot, WIDTH, ABOVE + HEIGHT_OF_A_LAYER * layers.size(), text());
  }

  private static List<Map<String, Object>> scales(List<Bar> drawn) {
    long most = drawn.stream().mapToLong(Bar::count).max().orElse(1);
    List<Integer> powers =
        IntStream.rangeClosed(0, (int) Math.ceil(Math.log10(most))).boxed().toList();
    List<Map<String, Object>> scales = new ArrayList<>(Specification.colours(""));
    scales.add(map("aesthetic", "x", "name", "attention weight"));
    scales.add(
        map(
            "aesthetic",
            "y",
            "name",
            "number of weights",
            "breaks",
            column(powers, p -> (double) p),
            "labels",
            column(powers, p -> String.format(Locale.ROOT, "%,d", (long) Math.pow(10, p)))));
    return scales;
  }

  private String text() {
    List<String> parts = new ArrayList<>();
    for (int layer : layers) {
      for (Series one : series) {
        parts.add(
            String.format(
                Locale.ROOT, "%s, layer %d: %.2f %%", one.name(), layer, 100 * small(one, layer)));
      }
    }
    return "share of attention weights below " + SMALL + ": " + String.join("; ", parts);
  }

  private double widest() {
    double[] widest = {0};
    for (int layer : layers) {
      for (Series one : series) {
        forEachWeight(one.trial(), layer, weight -> widest[0] = Math.max(widest[0], weight));
      }
    }
    return widest[0];
  }

  /** From and to real tokens, of all examples and heads. */
  private static void forEachWeight(TrialAttention trial, int layer, DoubleConsumer look) {
    for (Observed.Example example : trial.examples()) {
      List<Token> queries = trial.queries(layer, example.index());
      List<Token> keys = trial.keys(layer, example.index());
      for (int head = 1; head <= trial.heads(); head++) {
        float[][] attention = trial.attention(layer, example.index(), head);
        for (int query = 0; query < attention.length; query++) {
          for (int key = 0; key < attention[query].length; key++) {
            if (!queries.get(query).isPadding() && !keys.get(key).isPadding()) {
              look.accept(attention[query][key]);
            }
          }
        }
      }
    }
  }
}
