package lamina.results;

import java.util.Locale;
import java.util.function.Function;

/** The forms in which a table leaves Lamina. */
public enum Format {
  /** Aligned, for a terminal. */
  TEXT(TextRenderer::render),
  MARKDOWN(MarkdownRenderer::render),
  /** Raw numbers in full precision, one column a number. */
  CSV(table -> RawTable.csv(RawTable.of(table))),
  /** The same, as an array of rows. */
  JSON(table -> RawTable.json(RawTable.of(table))),
  /** A tabular of the booktabs package. */
  LATEX(LatexRenderer::render),
  /** A figure for a notebook or a page, in the colours of its surroundings. */
  HTML(HtmlTable::render);

  private final Function<SweepTable, String> renderer;

  Format(Function<SweepTable, String> renderer) {
    this.renderer = renderer;
  }

  public String render(SweepTable table) {
    return renderer.apply(table);
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
