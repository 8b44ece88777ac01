package lamina.results.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproductionTest {
  private static final Path ROOT = Path.of("../..");

  @TempDir Path results;

  private void keep(String sweep, String file, String metric, String... rows) throws IOException {
    write(
        sweep,
        file,
        "| variant | parameters | n | test/%s | difference | 95 %% interval | p (Holm) |%n"
                .formatted(metric)
            + "| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
            + String.join("\n", rows)
            + "\n\nWords below.\n");
  }

  private void write(String sweep, String file, String text) throws IOException {
    Files.createDirectories(results.resolve(sweep));
    Files.writeString(results.resolve(sweep).resolve(file), text);
  }

  @Test
  void publishedFiguresStandBesideThoseOfTheTablesThatAreThere() throws IOException {
    keep(
        "mad-small",
        "cider-plain.md",
        "cider-plain",
        "| full attention | 10 | 5 | 1.0 ± 0.1 |  |  |  |",
        "| Multi-LAM | 12 | 5 | 1.5 ± 0.2 | +0.5 | [+0.1, +0.9] | 0.020 |");
    assertThat(new Reproduction(results).toMarkdown())
        .contains(
            "| LLaMA-Adapter | full attention | 10.0 ± 0.65 | – | 9.0 ± 0.35 | 1.0 ± 0.1 | 42.86 ± 0.55 | – |")
        .contains(
            "| Multi-LAM | Multi-LAM | 13.54 ± 0.5 | – | 18.56 ± 0.2 | 1.5 ± 0.2 | 56.15 ± 0.3 | – |")
        .contains(
            "- cider-plain: **Multi-LAM is higher**, by +0.5 [+0.1, +0.9], p 0.020 (one comparison).")
        .contains("Ours: `experiments/mad/small.lamina.kts`, not run.");
  }

  @Test
  void aDifferenceIsSeenWhereItsCorrectedPIsSmallAlone() throws IOException {
    keep(
        "mask-variants-small",
        "rouge-l-plain.md",
        "rouge-l-plain",
        "| full attention | 10 | 5 | 0.5 ± 0.1 |  |  |  |",
        "| SwinBERT mask | 12 | 5 | 0.4 ± 0.1 | -0.1 | [-0.2, -0.0] | < 0.001 |",
        "| LAM | 12 | 5 | 0.6 ± 0.1 | +0.1 | [-0.1, +0.3] | 0.050 |",
        "| Multi-LAM | 12 | 5 | 0.6 ± 0.1 | -0.2 | [-0.5, +0.1] | 0.060 |");
    assertThat(new Reproduction(results).toMarkdown())
        .contains(
            "- rouge-l-plain: **SwinBERT mask is lower**, by -0.1 [-0.2, -0.0], p < 0.001;"
                + " no other difference is seen in 2 comparisons, from -0.2 to +0.1 (p corrected for 3).");
  }

  @Test
  void aQuestionIsAnsweredByTheTableItself() throws IOException {
    write(
        "controls",
        "accuracy-to-per-layer-add-depth-2.md",
        "| variant | n | test/accuracy (%) | difference | 95 % interval | p (Holm) |\n"
            + "| --- | ---: | ---: | ---: | ---: | ---: |\n"
            + "| per-layer, add, depth 2 | 5 | 70 ± 1 |  |  |  |\n"
            + "| frozen mask | 5 | 60 ± 1 | -10.0 | [-12.0, -8.0] | 0.200 |\n\nNotes.\n");
    assertThat(new Reproduction(results).toMarkdown())
        .contains(
            "| frozen mask | 5 | 60 ± 1 | -10.0 | [-12.0, -8.0] | 0.200 |\n\nNo difference is seen")
        .doesNotContain("Notes.");
  }

  @Test
  void aTrialOfSeveralSweepsIsTimedOnce() throws IOException {
    write("mad-small", "provenance.json", "{\"secondsOfTrial\": {\"a\": 3600, \"b\": 3600}}");
    write(
        "mask-variants-small",
        "provenance.json",
        "{\"secondsOfTrial\": {\"b\": 3600, \"c\": 7200, \"d\": null}}");
    assertThat(new Reproduction(results).toMarkdown())
        .contains(
            "have 4 trials, each counted once",
            "attempts took 4.0 h of one core by the clock, so about 2.0 h of two")
        .contains("`experiments/mad/small.lamina.kts`, 2 trials, 2.0 h of one core.");
  }

  @Test
  void everySweepIsThereWithItsScriptItsRowsAndItsFigures() throws IOException {
    for (SmallSweep sweep : Reproduction.sweeps()) {
      assertThat(ROOT.resolve("experiments").resolve(sweep.script() + ".lamina.kts")).exists();
      Path kept = ROOT.resolve("results").resolve(sweep.sweep());
      sweep.tables().forEach(table -> assertThat(kept.resolve(table.file())).exists());
      sweep.figures().forEach(figure -> assertThat(kept.resolve(figure.file())).exists());
    }
    for (Published.Section section : Published.read().sections()) {
      for (Published.Row row : section.rows()) {
        assertThat(row.values()).as(section.title()).hasSameSizeAs(section.columns());
        if (!row.variant().isEmpty()) {
          for (Published.Column column : section.columns()) {
            Kept kept = column.kept(section.sweep());
            KeptTable table = KeptTable.read(ROOT.resolve("results"), kept).orElseThrow();
            assertThat(table.value(row.variant(), column.ours()))
                .as("%s, %s, %s", section.title(), row.variant(), column.ours())
                .isNotEmpty();
          }
        }
      }
    }
  }

  @Test
  void everySmallScriptOfAPaperTableHasAFullOneAndIsOnThePage() throws IOException {
    Set<String> shown = new HashSet<>();
    Reproduction.sweeps().forEach(sweep -> shown.add(sweep.script()));
    try (Stream<Path> files = Files.walk(ROOT.resolve("experiments"), 2)) {
      List<Path> small = files.filter(file -> file.endsWith("small.lamina.kts")).toList();
      assertThat(small).hasSizeGreaterThan(5);
      for (Path file : small) {
        assertThat(file.resolveSibling("full.lamina.kts")).exists();
        assertThat(shown).contains(file.getParent().getFileName() + "/small");
      }
    }
  }

  @Test
  void thePageInTheDocumentsIsWhatTheTablesSay() throws IOException {
    assertThat(ROOT.resolve("docs/reproduction.md"))
        .hasContent(new Reproduction(ROOT.resolve("results")).toMarkdown());
  }
}
