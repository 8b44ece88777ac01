package lamina.results;

import java.util.List;
import java.util.stream.Collectors;

/** A pipe table, with the notes under it. */
final class MarkdownRenderer {
  private MarkdownRenderer() {}

  static String render(SweepTable table) {
    return render(Display.of(table), table.notes());
  }

  static String render(Display display, List<String> notes) {
    String alignment = "| --- |" + " ---: |".repeat(display.header().size() - 1) + "\n";
    return line(display.header())
        + alignment
        + display.rows().stream().map(MarkdownRenderer::line).collect(Collectors.joining())
        + notes.stream().map(note -> "\n" + note + "\n").collect(Collectors.joining());
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
