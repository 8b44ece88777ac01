package lamina.results.paper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lamina.results.Format;
import lamina.results.MadeUp;
import lamina.results.Row;
import lamina.results.SweepTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptTest {
  @TempDir Path temporary;

  @Test
  void aTableIsNamedAfterWhatItShows() {
    assertThat(Kept.of("s", "mr-r1@0.7").file()).isEqualTo("mr-r1@0.7.md");
    assertThat(Kept.costs("s").file()).isEqualTo("costs.md");
    assertThat(new Kept("s", "mask.drift/layer-1", List.of("mask.fusion"), "no mask").file())
        .isEqualTo("mask.drift-layer-1-by-mask.fusion-to-no-mask.md");
  }

  @Test
  void noTwoTablesOfThePageHaveOneFile() {
    Set<Path> files = new HashSet<>();
    for (SmallSweep sweep : Reproduction.sweeps()) {
      for (Kept kept : sweep.tables()) {
        assertThat(files.add(Path.of(kept.sweep(), kept.file()))).as(kept.file()).isTrue();
      }
      for (SmallSweep.Figure figure : sweep.figures()) {
        assertThat(files.add(Path.of(sweep.sweep(), figure.file()))).as(figure.file()).isTrue();
      }
    }
    assertThat(files).hasSizeGreaterThan(20);
  }

  @Test
  void rowsAndBaselineAreThoseThatWereAskedFor() throws IOException {
    MadeUp made = MadeUp.in(temporary);
    SweepTable pooled =
        new Kept("made-up", "accuracy", List.of("fusion"), "add").table(made.sweep(), made.store());
    assertThat(pooled.rows()).extracting(Row::name).containsExactly("no mask", "add", "multiply");
    assertThat(pooled.baselines()).containsExactly("add");
    SweepTable usual = Kept.of("made-up", "accuracy").table(made.sweep(), made.store());
    assertThat(usual.baselines()).containsExactly("no mask");
  }

  @Test
  void whatIsReadBackIsWhatWasKept() throws IOException {
    MadeUp made = MadeUp.in(temporary);
    Kept kept = new Kept("made-up", "accuracy", List.of("fusion"), "");
    Path file = temporary.resolve("results/made-up").resolve(kept.file());
    Files.createDirectories(file.getParent());
    Files.writeString(file, Format.MARKDOWN.render(kept.table(made.sweep(), made.store())));
    KeptTable table = KeptTable.read(temporary.resolve("results"), kept).orElseThrow();
    assertThat(table.value("no mask", "accuracy")).isEqualTo("60.00 ± 10.00");
    assertThat(table.value("none", "accuracy")).isEmpty();
    assertThat(table.markdown()).startsWith("| variant |").doesNotContain("Holm-corrected");
    assertThat(table.verdict())
        .isEqualTo(
            "**add is higher**, by +3.17 [+2.45, +3.88], p 0.003; **multiply is lower**,"
                + " by -10.00 [-10.00, -10.00], p < 0.001 (p corrected for 2).");
  }
}
