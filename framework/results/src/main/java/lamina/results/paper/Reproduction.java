package lamina.results.paper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The page that puts every published figure beside the one of a small sweep, as Markdown. */
public final class Reproduction {
  private static final double SIGNIFICANT = 0.05;
  private static final String NONE = "–";

  private final Published published = Published.read();
  private final Path results;

  /**
   * Reads tables that sweeps have left.
   *
   * @param results their folder
   */
  public Reproduction(Path results) {
    this.results = results;
  }

  /** The scripts of all small sweeps, each once, below the folder {@code experiments}. */
  public static List<String> scripts() {
    return Published.read().tables().stream().map(Published.Table::script).distinct().toList();
  }

  /** The page. */
  public String toMarkdown() throws IOException {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # The paper's figures beside ours

        Written by `./lamina paper`; `./lamina paper --run` trains what is missing of the small sweeps first. **Published** figures are those of Barrios and Jin
        (arXiv 2406.02761, and the public discussion of its submission), on the official data at the official size. **Ours** are of small models on composed data: mean ± sample
        standard deviation over seeds, of the tables in `results/`. The sizes differ by orders of magnitude, so only directions can be compared; metrics here are shares where
        the paper has percentages, unless a table of ours says %. A difference counts as seen where its Holm-corrected p is below 0.05.
        """);
    for (Published.Table table : published.tables()) {
      page.append('\n').append(section(table));
    }
    page.append(
        "\n## What the paper leaves open\n\n| point | what small data say |\n| --- | --- |\n");
    for (Published.Doubt doubt : published.doubts()) {
      page.append("| %s | %s |%n".formatted(doubt.doubt(), doubt.answer()));
    }
    return page.toString();
  }

  private String section(Published.Table table) throws IOException {
    List<Optional<KeptTable>> kept = new ArrayList<>();
    for (Published.Column column : table.columns()) {
      kept.add(KeptTable.of(results, table.sweep(), column.metric()));
    }
    StringBuilder text = new StringBuilder("## " + table.title() + "\n\n");
    text.append(
        "Ours: `experiments/%s.lamina.kts`. %s%n%n".formatted(table.script(), table.note()));
    text.append(header(table));
    for (Published.Row row : table.rows()) {
      text.append("| ").append(row.published());
      text.append(row.variant().isEmpty() ? " | " + NONE : " | " + row.variant());
      for (int i = 0; i < kept.size(); i++) {
        text.append(" | ").append(row.values().get(i)).append(" | ").append(ours(kept.get(i), row));
      }
      text.append(" |\n");
    }
    return text.append('\n').append(verdicts(table, kept)).toString();
  }

  private static String header(Published.Table table) {
    StringBuilder header = new StringBuilder("| the paper's row | ours");
    StringBuilder rule = new StringBuilder("| --- | ---");
    for (Published.Column column : table.columns()) {
      header.append(" | %s, published | %s, ours".formatted(column.published(), column.metric()));
      rule.append(" | ---: | ---:");
    }
    return header + " |\n" + rule + " |\n";
  }

  private static String ours(Optional<KeptTable> kept, Published.Row row) {
    return kept.flatMap(table -> table.row(row.variant())).map(KeptTable.Row::value).orElse(NONE);
  }

  /** One line a row and a metric that is compared with the baseline. */
  private static String verdicts(Published.Table table, List<Optional<KeptTable>> kept) {
    StringBuilder text = new StringBuilder();
    for (Published.Row row : table.rows()) {
      for (int i = 0; i < kept.size(); i++) {
        Optional<KeptTable.Row> ours = kept.get(i).flatMap(t -> t.row(row.variant()));
        if (ours.isPresent() && !ours.get().difference().isEmpty()) {
          text.append(
              "- %s, %s: %s %s, corrected p %s: %s%n"
                  .formatted(
                      row.variant(),
                      table.columns().get(i).metric(),
                      ours.get().difference(),
                      ours.get().interval(),
                      ours.get().p(),
                      verdict(ours.get())));
        }
      }
    }
    return text.toString();
  }

  private static String verdict(KeptTable.Row row) {
    boolean small = row.p().startsWith("<") || Double.parseDouble(row.p()) < SIGNIFICANT;
    if (!small) {
      return "no difference seen";
    }
    return row.difference().startsWith("-")
        ? "**worse than the baseline**"
        : "**better than the baseline**";
  }
}
