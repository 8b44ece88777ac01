package lamina.results.paper;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import lamina.results.SweepTable;
import lamina.results.TableColumn;
import lamina.sweep.Store;
import lamina.sweep.Sweep;

/**
 * A table that is kept as Markdown in a sweep's folder of {@code results}.
 *
 * @param sweep its name
 * @param metric without its split, which is test; empty for costs
 * @param by axes that the rows are; empty for a row a variant
 * @param to the row that the others are compared with; empty for the sweep's own baselines
 */
public record Kept(String sweep, String metric, List<String> by, String to) {
  private static final String SPLIT = "test/";

  static Kept of(String sweep, String metric) {
    return new Kept(sweep, metric, List.of(), "");
  }

  static Kept costs(String sweep) {
    return new Kept(sweep, "", List.of(), "");
  }

  /** Whether it is of costs, which {@code lamina costs} measures and writes. */
  public boolean isOfCosts() {
    return metric.isEmpty();
  }

  /** Its name in the sweep's folder. */
  public String file() {
    if (isOfCosts()) {
      return "costs.md";
    }
    String rows = by.isEmpty() ? "" : "-by-" + String.join("-", by);
    String baseline = to.isEmpty() ? "" : "-to-" + to;
    return (metric + rows + baseline).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9@.]+", "-")
        + ".md";
  }

  /** The table of what is there. */
  public SweepTable table(Sweep of, Store store) throws IOException {
    String shown = SPLIT + metric;
    if (by.isEmpty()) {
      return to.isEmpty() ? SweepTable.of(of, store, shown) : SweepTable.of(of, store, shown, to);
    }
    SweepTable table =
        to.isEmpty()
            ? SweepTable.by(of, store, shown, by)
            : SweepTable.by(of, store, shown, to, by);
    return table.showing(
        TableColumn.USUAL.stream().filter(column -> column != TableColumn.PARAMETERS).toList());
  }
}
