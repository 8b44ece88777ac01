package lamina.results;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A sweep's table as a fragment of HTML: a figure that needs nothing but {@link Html#TABLE_STYLE}.
 * The best mean is bold and marked, what differs from the baseline has stars.
 */
public final class HtmlTable {
  private static final String PLUS_MINUS = " ± ";
  private static final Set<String> TROUBLES = Set.of(Display.FAILED, Display.MISSING);

  private HtmlTable() {}

  /** With its style, to stand alone. */
  static String render(SweepTable table) {
    return "<style>\n" + Html.TABLE_STYLE + "</style>\n" + figure(table);
  }

  /** Without the style, for a page that has it. */
  public static String figure(SweepTable table) {
    Display display = Display.of(table);
    Set<String> pairs = Set.of(metric(table), holm(table));
    StringBuilder heads = new StringBuilder();
    for (String title : display.header()) {
      heads.append(pairs.contains(title) ? Html.headOfPair(title) : Html.head(title));
    }
    Set<Integer> best = shows(table, TableColumn.METRIC) ? best(table, display) : Set.of();
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < table.rows().size(); i++) {
      rows.add(row(table, display, i, best.contains(i)));
    }
    List<String> notes = new ArrayList<>(table.notes());
    notes.addAll(marks(List.of(table), !best.isEmpty()));
    if (shows(table, TableColumn.P_HOLM)
        && table.rows().stream().anyMatch(row -> !stars(row).isEmpty())) {
      notes.add("p (Holm): * < 0.05, ** < 0.01, *** < 0.001.");
    }
    boolean results = TableColumn.showResults(table.columns());
    if (results && table.failed() + table.missing() > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "Without a result: %d failed, %d missing (not run, or still running).",
              table.failed(),
              table.missing()));
    }
    String title = table.sweep() + ": " + (results ? table.metric() : "counted and measured costs");
    return Html.table(title, heads.toString(), rows, notes);
  }

  /**
   * Means and deviations of several metrics side by side, without tests.
   *
   * @param tables of one sweep, with the same rows
   */
  public static String overview(String title, List<SweepTable> tables) {
    List<StringBuilder> rows = new ArrayList<>();
    tables.get(0).rows().forEach(row -> rows.add(new StringBuilder(Html.name(row.name()))));
    StringBuilder heads = new StringBuilder(Html.head("variant"));
    boolean marked = false;
    for (SweepTable table : tables) {
      Display display = Display.of(table);
      heads.append(Html.headOfPair(metric(table)));
      Set<Integer> best = best(table, display);
      marked |= !best.isEmpty();
      for (int i = 0; i < rows.size(); i++) {
        rows.get(i).append(mean(table, display, i, best.contains(i)));
      }
    }
    List<String> notes = new ArrayList<>(List.of("Mean ± sample standard deviation over seeds."));
    notes.addAll(marks(tables, marked));
    return Html.table(
        title, heads.toString(), rows.stream().map(StringBuilder::toString).toList(), notes);
  }

  private static String row(SweepTable table, Display display, int index, boolean best) {
    Row row = table.rows().get(index);
    List<String> cells = display.rows().get(index);
    StringBuilder html = new StringBuilder(Html.name(cells.get(0)));
    for (int i = 1; i < cells.size(); i++) {
      String title = display.header().get(i);
      String cell = cells.get(i);
      if (title.equals(metric(table))) {
        html.append(mean(table, display, index, best));
      } else if (title.equals(holm(table))) {
        html.append(Html.pair(cell, stars(row), false));
      } else {
        boolean trouble = TROUBLES.contains(title) && !cell.equals("0");
        html.append(trouble ? Html.strongCell(cell) : Html.cell(cell));
      }
    }
    return html.toString();
  }

  private static boolean shows(SweepTable table, TableColumn column) {
    return table.columns().contains(column);
  }

  private static String metric(SweepTable table) {
    return TableColumn.METRIC.header(table);
  }

  private static String holm(SweepTable table) {
    return TableColumn.P_HOLM.header(table);
  }

  private static String mean(SweepTable table, Display display, int row, boolean best) {
    String[] parts = shown(table, display, row).split(PLUS_MINUS);
    String mark = best ? Direction.of(table.metric()).mark + " " : "";
    return Html.pair(mark + parts[0], parts.length > 1 ? "± " + parts[1] : "", best);
  }

  /** Rows whose mean is the best as far as it is shown; none where there is nothing to choose. */
  private static Set<Integer> best(SweepTable table, Display display) {
    Direction direction = Direction.of(table.metric());
    List<Integer> candidates =
        IntStream.range(0, table.rows().size())
            .filter(i -> !Double.isNaN(table.rows().get(i).summary().mean()))
            .boxed()
            .toList();
    if (direction == Direction.NEITHER || candidates.size() < 2) {
      return Set.of();
    }
    int sign = direction == Direction.HIGHER ? 1 : -1;
    int winner = candidates.get(0);
    for (int i : candidates) {
      if (sign * mean(table, i) > sign * mean(table, winner)) {
        winner = i;
      }
    }
    Set<Integer> best = new HashSet<>();
    for (int i : candidates) {
      if (shownMean(table, display, i).equals(shownMean(table, display, winner))) {
        best.add(i);
      }
    }
    return best;
  }

  private static double mean(SweepTable table, int row) {
    return table.rows().get(row).summary().mean();
  }

  private static String shownMean(SweepTable table, Display display, int row) {
    return shown(table, display, row).split(PLUS_MINUS)[0];
  }

  private static String shown(SweepTable table, Display display, int row) {
    return display.rows().get(row).get(display.column(metric(table)));
  }

  private static List<String> marks(List<SweepTable> tables, boolean marked) {
    if (!marked) {
      return List.of();
    }
    return tables.stream()
        .map(table -> Direction.of(table.metric()))
        .distinct()
        .filter(direction -> direction != Direction.NEITHER)
        .map(direction -> direction.mark + " Best mean; " + direction.meaning + ".")
        .toList();
  }

  private static String stars(Row row) {
    double p = row.holm();
    return p < 0.001 ? "***" : p < 0.01 ? "**" : p < 0.05 ? "*" : "";
  }
}
