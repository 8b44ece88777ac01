package lamina.results.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionTest {
  private static final Path ROOT = Path.of("../..");

  @TempDir Path results;

  private void keep(String file, String metric, String... rows) throws IOException {
    Path path = results.resolve("mad-masks-small").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(
        path,
        "| variant | parameters | n | test/%s | difference | 95 %% interval | p (Holm) |%n"
                .formatted(metric)
            + "| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
            + String.join("\n", rows)
            + "\n\nWords below.\n");
  }

  @Test
  void publishedFiguresStandBesideThoseOfTheTablesThatAreThere() throws IOException {
    keep(
        "table.md",
        "cider-plain",
        "| full attention | 10 | 5 | 1.0 ± 0.1 |  |  |  |",
        "| Multi-LAM | 12 | 5 | 1.5 ± 0.2 | +0.5 | [+0.1, +0.9] | 0.020 |");
    String page = new Reproduction(results).toMarkdown();
    assertThat(page)
        .contains(
            "| LLaMA-Adapter | full attention | 10.0 ± 0.65 | – | 9.0 ± 0.35 | 1.0 ± 0.1 | 42.86 ± 0.55 | – |")
        .contains(
            "| Multi-LAM | Multi-LAM | 13.54 ± 0.5 | – | 18.56 ± 0.2 | 1.5 ± 0.2 | 56.15 ± 0.3 | – |")
        .contains(
            "- Multi-LAM, cider-plain: +0.5 [+0.1, +0.9], corrected p 0.020: **better than the baseline**");
  }

  @Test
  void aDifferenceIsSeenWhereItsCorrectedPIsSmallAlone() throws IOException {
    keep(
        "rouge-l-plain.md",
        "rouge-l-plain",
        "| full attention | 10 | 5 | 0.5 ± 0.1 |  |  |  |",
        "| LAM | 12 | 5 | 0.4 ± 0.1 | -0.1 | [-0.2, -0.0] | < 0.001 |",
        "| Multi-LAM | 12 | 5 | 0.6 ± 0.1 | +0.1 | [-0.1, +0.3] | 0.050 |");
    String page = new Reproduction(results).toMarkdown();
    assertThat(page)
        .contains(
            "- LAM, rouge-l-plain: -0.1 [-0.2, -0.0], corrected p < 0.001: **worse than the baseline**")
        .contains(
            "- Multi-LAM, rouge-l-plain: +0.1 [-0.1, +0.3], corrected p 0.050: no difference seen");
  }

  @Test
  void everySweepIsThereWithAScriptAndItsRows() throws IOException {
    for (Published.Table table : Published.read().tables()) {
      assertThat(ROOT.resolve("experiments").resolve(table.script() + ".lamina.kts")).exists();
      for (Published.Column column : table.columns()) {
        KeptTable kept =
            KeptTable.of(ROOT.resolve("results"), table.sweep(), column.metric()).orElseThrow();
        for (Published.Row row : table.rows()) {
          assertThat(row.values()).hasSameSizeAs(table.columns());
          assertThat(kept.row(row.variant())).as(row.variant()).isPresent();
        }
      }
    }
  }

  @Test
  void thePageInTheDocumentsIsWhatTheTablesSay() throws IOException {
    assertThat(ROOT.resolve("docs/reproduction.md"))
        .hasContent(new Reproduction(ROOT.resolve("results")).toMarkdown());
  }
}
