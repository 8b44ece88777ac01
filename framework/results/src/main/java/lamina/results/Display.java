package lamina.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table as people read it: shares as percent, n in its own column, failures named.
 *
 * @param header one title a column
 * @param rows cells in the order of the header
 */
record Display(List<String> header, List<List<String>> rows) {

  private static final int COLUMNS_OF_THE_TEST = 3;

  /** The column of the mean and its deviation, in a table of a sweep. */
  int metricColumn() {
    return header.size() - 1 - COLUMNS_OF_THE_TEST;
  }

  static Display of(SweepTable table) {
    boolean percent = SweepTable.isShare(table.metric());
    boolean troubled = table.failed() + table.missing() > 0;
    List<String> header = new ArrayList<>(List.of("variant", "parameters", "n"));
    if (troubled) {
      header.addAll(List.of("failed", "missing"));
    }
    header.addAll(
        List.of(
            table.metric() + (percent ? " (%)" : ""), "difference", "95 % interval", "p (Holm)"));
    List<List<String>> rows = new ArrayList<>();
    for (Row row : table.rows()) {
      rows.add(cells(row, percent ? 100 : 1, percent ? 2 : 4, troubled));
    }
    return new Display(header, rows);
  }

  private static List<String> cells(Row row, double scale, int digits, boolean troubled) {
    List<String> cells = new ArrayList<>();
    cells.add(row.name());
    cells.add(
        row.parameters().isPresent()
            ? String.format(Locale.ROOT, "%,d", row.parameters().getAsLong())
            : "");
    cells.add(Integer.toString(row.summary().n()));
    if (troubled) {
      cells.add(Integer.toString(row.failed()));
      cells.add(Integer.toString(row.missing()));
    }
    cells.add(meanAndStd(row.summary(), scale, digits));
    cells.add(row.comparison().map(t -> signed(t.difference() * scale, digits)).orElse(""));
    cells.add(
        row.comparison()
            .map(
                t ->
                    "["
                        + signed(t.low() * scale, digits)
                        + ", "
                        + signed(t.high() * scale, digits)
                        + "]")
            .orElse(""));
    cells.add(row.comparison().isPresent() ? p(row.holm()) : "");
    return cells;
  }

  private static String meanAndStd(Summary summary, double scale, int digits) {
    if (summary.n() == 0) {
      return "";
    }
    String mean = fixed(summary.mean() * scale, digits);
    return summary.n() < 2 ? mean : mean + " ± " + fixed(summary.std() * scale, digits);
  }

  private static String p(double p) {
    return p < 0.001 ? "< 0.001" : fixed(p, 3);
  }

  private static String fixed(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private static String signed(double value, int digits) {
    return String.format(Locale.ROOT, "%+." + digits + "f", value);
  }
}
