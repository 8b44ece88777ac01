package lamina.results;

import java.util.List;
import java.util.stream.Collectors;

/** A booktabs tabular; the notes are comments. */
final class LatexRenderer {
  private LatexRenderer() {}

  static String render(SweepTable table) {
    Display display = Display.of(table);
    return table.notes().stream().map(note -> "% " + note + "\n").collect(Collectors.joining())
        + "\\begin{tabular}{l"
        + "r".repeat(display.header().size() - 1)
        + "}\n"
        + "\\toprule\n"
        + line(display.header())
        + "\\midrule\n"
        + display.rows().stream().map(LatexRenderer::line).collect(Collectors.joining())
        + "\\bottomrule\n"
        + "\\end{tabular}\n";
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(LatexRenderer::escape)
        .collect(Collectors.joining(" & ", "", " \\\\\n"));
  }

  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char c : text.toCharArray()) {
      escaped.append(
          switch (c) {
            case '&', '%', '$', '#', '_', '{', '}' -> "\\" + c;
            case '\\' -> "\\textbackslash{}";
            case '~' -> "\\textasciitilde{}";
            case '^' -> "\\textasciicircum{}";
            case '±' -> "$\\pm$";
            case '<' -> "$<$";
            default -> String.valueOf(c);
          });
    }
    return escaped.toString();
  }
}
