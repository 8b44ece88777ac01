package lamina.results;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Aligned columns: names to the left, numbers to the right. */
final class TextRenderer {
  private static final String GAP = "  ";

  private TextRenderer() {}

  static String render(SweepTable table) {
    return render(Display.of(table), table.notes());
  }

  static String render(Display display, List<String> notes) {
    int[] widths =
        IntStream.range(0, display.header().size()).map(column -> width(display, column)).toArray();
    StringBuilder text = new StringBuilder();
    text.append(line(display.header(), widths));
    text.append("-".repeat(IntStream.of(widths).sum() + GAP.length() * (widths.length - 1)))
        .append('\n');
    display.rows().forEach(row -> text.append(line(row, widths)));
    notes.forEach(note -> text.append(note).append('\n'));
    return text.toString();
  }

  private static int width(Display display, int column) {
    int widest = display.header().get(column).length();
    for (List<String> row : display.rows()) {
      widest = Math.max(widest, row.get(column).length());
    }
    return widest;
  }

  private static String line(List<String> cells, int[] widths) {
    return IntStream.range(0, widths.length)
            .mapToObj(i -> i == 0 ? pad(cells.get(i), widths[i]) : padLeft(cells.get(i), widths[i]))
            .collect(Collectors.joining(GAP))
            .stripTrailing()
        + "\n";
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static String padLeft(String text, int width) {
    return " ".repeat(width - text.length()) + text;
  }
}
