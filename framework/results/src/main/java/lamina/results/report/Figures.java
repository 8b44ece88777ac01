package lamina.results.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import lamina.results.Html;
import lamina.results.SweepTable;
import lamina.results.plot.AblationPlot;
import lamina.results.plot.LearningCurves;
import lamina.results.plot.Picture;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import org.jspecify.annotations.Nullable;

/** The pictures of a report, inside the page. */
record Figures(Sweep sweep, Store store) {
  /** As many lines as can be told apart. */
  private static final int MOST_LINES = 7;

  private static final String TEST = "test/";

  /** The metric along every axis that has at least two values with results. */
  String ablations(String metric) throws IOException {
    StringBuilder html = new StringBuilder();
    for (String axis : SweepTable.axes(sweep)) {
      AblationPlot plot = AblationPlot.of(sweep, store, metric, axis, null, null);
      if (plot.points() > 1) {
        String caption =
            "%s by %s. A point is the mean over seeds, where a seed counts with its mean over all variants of that value; bars are one standard deviation."
                .formatted(metric, axis);
        html.append(figure(plot.picture().sized(500, 340), caption));
      }
    }
    return html.isEmpty() ? "" : "<div class=\"pictures\">\n" + html + "</div>\n";
  }

  /** The metric on the validation split, and the training loss, as far as runs have them. */
  String curves(String metric) throws IOException {
    String validated = metric.startsWith(TEST) ? metric.substring(TEST.length()) : metric;
    Set<String> known = LearningCurves.metrics(sweep, store);
    StringBuilder html = new StringBuilder();
    for (String each : List.of(validated, "training/loss")) {
      if (known.contains(each)) {
        String by = grouping().orElse(null);
        Picture picture = LearningCurves.of(sweep, store, each, by).picture().sized(1020, 440);
        html.append(figure(picture, caption(each, by)));
      }
    }
    return html.toString();
  }

  private static String caption(String metric, @Nullable String by) {
    String split = metric.startsWith("training/") ? "" : " on the validation split";
    String lines =
        by == null
            ? "a line a variant: the mean over seeds"
            : "a line a value of %s: the mean over seeds, where a seed counts with its mean over all variants of that value"
                .formatted(by);
    return "%s%s after every epoch, %s; bands are one standard deviation."
        .formatted(metric, split, lines);
  }

  /** The first axis with few enough values, where there are too many variants for a line each. */
  private Optional<String> grouping() {
    if (sweep.variants().size() <= MOST_LINES) {
      return Optional.empty();
    }
    return SweepTable.axes(sweep).stream()
        .filter(axis -> values(axis) > 1 && values(axis) < MOST_LINES)
        .findFirst();
  }

  private long values(String axis) {
    return sweep.variants().stream()
        .map(variant -> variant.axes().get(axis))
        .filter(Objects::nonNull)
        .distinct()
        .count();
  }

  /** As an image of its own, so that its styles and names stay apart from the page's. */
  private static String figure(Picture picture, String caption) {
    String data =
        Base64.getEncoder().encodeToString(picture.svg().getBytes(StandardCharsets.UTF_8));
    return String.format(
        Locale.ROOT,
        """
        <figure class="picture">
        <img alt="%s" width="%d" height="%d" src="data:image/svg+xml;base64,%s">
        <figcaption>%s</figcaption>
        </figure>
        """,
        Html.escape(picture.text()),
        picture.width(),
        picture.height(),
        data,
        Html.escape(caption));
  }
}
