package lamina.results;

import java.util.List;
import java.util.stream.Collectors;

/** A pipe table, with the notes under it. */
final class MarkdownRenderer {
  private MarkdownRenderer() {}

  static String render(SweepTable table) {
    Display display = Display.of(table);
    String alignment = "| --- |" + " ---: |".repeat(display.header().size() - 1) + "\n";
    return line(display.header())
        + alignment
        + display.rows().stream().map(MarkdownRenderer::line).collect(Collectors.joining())
        + "\n"
        + String.join("\n\n", table.notes())
        + "\n";
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
