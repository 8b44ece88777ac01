package lamina.results.samples;

import java.util.ArrayList;
import java.util.List;
import lamina.results.Html;

/** One table: a head a video, its references, its captions. */
final class SamplesHtml {
  /** Captions are sentences, unlike what other tables hold. */
  private static final String STYLE =
      ".lamina-table td.caption { text-align: left; white-space: normal; max-width: 60em; }\n"
          + ".lamina-table th.video { text-align: left; font-weight: 600; padding-top: 0.9em; }\n";

  private SamplesHtml() {}

  static String render(Samples samples) {
    List<String> rows = new ArrayList<>();
    for (Samples.Video video : samples.shown()) {
      rows.add(
          "<th scope=\"rowgroup\" colspan=\"3\" class=\"video\">%d: %s</th>"
              .formatted(video.index(), Html.escape(video.id())));
      video.references().forEach(reference -> rows.add(row("reference", "", reference)));
      for (Samples.Caption caption : video.captions()) {
        rows.add(row(caption.variant(), SamplesFormat.score(caption), caption.text()));
      }
    }
    String heads =
        Html.head("") + Html.head("CIDEr-D") + "<th scope=\"col\" class=\"video\">caption</th>";
    return "<style>\n"
        + Html.TABLE_STYLE
        + STYLE
        + "</style>\n"
        + Html.table(samples.title(), heads, rows, samples.notes());
  }

  private static String row(String name, String score, String caption) {
    return Html.name(name)
        + Html.cell(score)
        + "<td class=\"caption\">"
        + Html.escape(SamplesFormat.line(caption))
        + "</td>";
  }
}
