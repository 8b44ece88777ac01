package lamina.results;

import java.util.List;

/** Pieces of HTML; text in, escaped markup out. */
public final class Html {
  /** How tables look, in colours of their surroundings, so that it fits light and dark themes. */
  public static final String TABLE_STYLE =
      """
      .lamina-table { margin: 1em 0; color: inherit; overflow-x: auto; }
      .lamina-table table { border-collapse: collapse; border: 0; color: inherit;
        font-size: inherit; font-variant-numeric: tabular-nums; }
      .lamina-table caption { caption-side: top; text-align: left; padding: 0 0.6em 0.5em;
        font-weight: 600; color: inherit; }
      .lamina-table th, .lamina-table td { padding: 0.3em 0.6em; border: 0; text-align: right;
        vertical-align: baseline; white-space: nowrap; font-weight: normal; color: inherit; }
      .lamina-table th:first-child { text-align: left; }
      .lamina-table thead th { font-weight: 600; border-top: 2px solid currentColor;
        border-bottom: 1px solid currentColor; }
      .lamina-table tbody tr { border-bottom: 1px solid rgba(128, 128, 128, 0.25); }
      .lamina-table tbody tr:last-child { border-bottom: 2px solid currentColor; }
      .lamina-table .pair { padding-right: 0; }
      .lamina-table .rest { padding-left: 0.35em; width: 1px; }
      .lamina-table b { font-weight: 700; }
      .lamina-table figcaption { padding: 0.5em 0.6em 0; font-size: 0.85em; max-width: 65em;
        opacity: 0.8; }
      .lamina-table figcaption p { margin: 0.2em 0; }
      """;

  private Html() {}

  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** A title over one column. */
  public static String head(String text) {
    return "<th scope=\"col\">" + escape(text) + "</th>";
  }

  /** A title over a {@link #pair}. */
  public static String headOfPair(String text) {
    return "<th scope=\"colgroup\" colspan=\"2\">" + escape(text) + "</th>";
  }

  /** What a row is called. */
  public static String name(String text) {
    return "<th scope=\"row\">" + escape(text) + "</th>";
  }

  public static String cell(String text) {
    return "<td>" + escape(text) + "</td>";
  }

  public static String strongCell(String text) {
    return "<td><b>" + escape(text) + "</b></td>";
  }

  /** Two cells under one title, so that both are aligned: e.g. a mean and its deviation. */
  public static String pair(String first, String rest, boolean strong) {
    String text = strong ? "<b>" + escape(first) + "</b>" : escape(first);
    return "<td class=\"pair\">" + text + "</td><td class=\"rest\">" + escape(rest) + "</td>";
  }

  /**
   * A table with its title and its notes.
   *
   * @param heads cells of the first row
   * @param rows cells of the others, a string a row
   */
  public static String table(String title, String heads, List<String> rows, List<String> notes) {
    StringBuilder html = new StringBuilder("<figure class=\"lamina-table\">\n<table>\n");
    html.append("<caption>").append(escape(title)).append("</caption>\n");
    html.append("<thead>\n<tr>").append(heads).append("</tr>\n</thead>\n<tbody>\n");
    rows.forEach(row -> html.append("<tr>").append(row).append("</tr>\n"));
    html.append("</tbody>\n</table>\n");
    if (!notes.isEmpty()) {
      html.append("<figcaption>\n");
      notes.forEach(note -> html.append("<p>").append(escape(note)).append("</p>\n"));
      html.append("</figcaption>\n");
    }
    return html.append("</figure>\n").toString();
  }
}
