package lamina.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lamina.config.ConfigException;
import lamina.config.Json;
import lamina.config.border.MeasuredCost;
import lamina.config.cost.LanguageSize;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.Variant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTableTest {
  @TempDir Path temporary;
  private Store store;
  private Sweep sweep;

  @BeforeEach
  void fillStore() throws IOException {
    MadeUp made = MadeUp.in(temporary);
    store = made.store();
    sweep = made.sweep();
  }

  @Test
  void theTextIsAlignedAndNamesWhatIsMissing() throws IOException {
    assertThat(Format.TEXT.render(table()))
        .isEqualTo(
            """
            variant       parameters  n  failed  missing  test/accuracy (%)  difference     95 % interval  p (Holm)
            -------------------------------------------------------------------------------------------------------
            no mask            1,000  3       0        0      60.00 ± 10.00
            add, depth 2       2,000  3       0        0       64.33 ± 8.62       +4.33    [-0.84, +9.50]     0.138
            add, depth 4       3,000  3       0        0      62.00 ± 12.12       +2.00    [-4.57, +8.57]     0.321
            50 % & more        4,000  2       1        0       45.00 ± 7.07      -10.00  [-10.00, -10.00]   < 0.001
            """
                + notes());
  }

  private static final String WARNING =
      "Warning: 2 seeds are few. The exact permutation test gives no p below 1/2, so it cannot reach"
          + " the 5 % level; the paired t test finds a true d_z of 11.55 or more with power 0.8,"
          + " before correction.\n";

  @Test
  void aComparisonHasBothTestsAndTheEffectSizeAndNamesThem() throws IOException {
    String text = Format.TEXT.render(table().showing(TableColumn.COMPARISON));
    assertThat(text.lines().toList().get(0)).endsWith("p  p (permutation)  p (Holm)    g_z");
    assertThat(text.lines().toList().get(3)).endsWith("0.069            0.250     0.138  +1.17");
    assertThat(text)
        .contains("p (permutation): of the signs", "g_z: Cohen's d_z", "Hedges' correction");
  }

  @Test
  void columnsAreThoseAskedForInTheirOrder() throws IOException {
    SweepTable chosen = table().showing(TableColumn.parse("difference, detectable,n"));
    assertThat(Format.TEXT.render(chosen).lines().toList().get(0))
        .matches("variant +difference +detectable +n +failed +missing");
    assertThat(chosen.notes()).noneMatch(note -> note.contains("mean ±"));
    assertThat(chosen.notes()).anyMatch(note -> note.startsWith("detectable: "));
    SweepTable costs = table().showing(TableColumn.parse("parameters"));
    assertThat(costs.notes()).isEmpty();
    refused(
        "column must be one of [parameters, n, metric, difference, interval, p, p-permutation,",
        () -> TableColumn.parse("n,q"));
    refused("columns must differ, got 'n' twice", () -> TableColumn.parse("n,p,n"));
  }

  @Test
  void costsAreCountedAndWhatIsMeasuredIsFoundUnderAnySeed() throws IOException {
    Files.writeString(
        MadeUp.in(temporary).folder(1, 2).costs(),
        new MeasuredCost("cpu", "x86", 1, 1, 1.234, 8, 5678.9, 12.34, 300, LanguageSize.NONE)
            .toLine());
    SweepTable costs = table().showing(TableColumn.COSTS);
    List<String> lines = Format.TEXT.render(costs).lines().toList();
    assertThat(lines.get(0)).doesNotContain("failed").endsWith("step (ms)  peak memory (MiB)");
    assertThat(lines.get(2)).matches("no mask +1,000 +0 +794 +34.44 K +68.88 K +1.653 M");
    assertThat(lines.get(3)).matches("add, depth 2 +2,000 .* 1.23 +5,679 +12.3 +300");
    assertThat(costs.notes())
        .hasSize(3)
        .anyMatch(note -> note.startsWith("Counted from shapes: "))
        .contains(
            "Measured on cpu (x86, 1 thread), medians: latency of a forward pass of 1, examples/s"
                + " and step of 8; peak memory of the process in training steps, without libraries.",
            "Not measured: 3 rows; lamina costs does it.");
    assertThat(Format.CSV.render(costs).lines().findFirst().orElseThrow())
        .contains("parameters,mask parameters,", "latency ms,latency batch")
        .doesNotContain("missing", "difference");
  }

  @Test
  void aGroupHasTheCostThatAllItsVariantsShare() throws IOException {
    SweepTable by = SweepTable.by(sweep, store, "test/accuracy", "no mask", List.of("fusion"));
    assertThat(by.rows().get(1).cost()).as("of different sizes").isEqualTo(VariantCost.UNKNOWN);
    assertThat(by.rows().get(0).cost().counted().orElseThrow().parameters()).isEqualTo(794);
  }

  @Test
  void everyGroupIsComparedWithItsOwnBaseline() throws IOException {
    List<Variant> variants = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Variant each = sweep.variants().get(i);
      variants.add(
          new Variant(each.name(), i < 2 ? "first" : "second", each.axes(), each.experiment()));
    }
    Sweep grouped = new Sweep(sweep.name(), sweep.seeds(), variants);
    SweepTable table = SweepTable.of(grouped, store, "test/accuracy");
    assertThat(table.baselines()).containsExactly("no mask", variants.get(2).name());
    assertThat(table.rows())
        .extracting(row -> row.comparison().isPresent())
        .containsExactly(false, true, false, true);
    String second = variants.get(2).name();
    assertThat(table.rows().get(3).comparison())
        .isEqualTo(
            SweepTable.of(grouped, store, "test/accuracy", second).rows().get(3).comparison());
    assertThat(table.notes().get(1))
        .startsWith("Difference to the baseline of the same group ('no mask', '");
    assertThat(SweepTable.of(grouped, store, "test/accuracy", "no mask").rows())
        .isEqualTo(table().rows());
  }

  @Test
  void theWarningIsOnlyWhereSeedsAreFew() throws IOException {
    assertThat(table().notes()).anyMatch(note -> note.startsWith("Warning: 2 seeds are few."));
    Sweep six = new Sweep("six", List.of(0L, 1L, 2L, 3L, 4L, 5L), sweep.variants());
    for (int seed = 0; seed < 6; seed++) {
      for (int variant : List.of(0, 1)) {
        MadeUp.complete(six, store, variant, seed, 0.5 + 0.01 * seed * (1 + variant));
      }
    }
    SweepTable enough =
        SweepTable.of(
            new Sweep("six", six.seeds(), six.variants().subList(0, 2)),
            store,
            "test/accuracy",
            "no mask");
    assertThat(enough.rows().get(1).comparison().orElseThrow().n()).isEqualTo(6);
    assertThat(enough.notes()).noneMatch(note -> note.startsWith("Warning"));
  }

  private static String notes() {
    return "test/accuracy: mean ± sample standard deviation over n seeds (of 0, 1, 2).\n"
        + "Difference to 'no mask', paired by seed, with its 95 % t interval; p of the paired t test,"
        + " two-sided, Holm-corrected for 3 comparisons.\n"
        + WARNING;
  }

  @Test
  void theCsvHasRawNumbersAndQuotesCommas() throws IOException {
    List<String> lines = Format.CSV.render(table()).lines().toList();
    assertThat(lines.get(0))
        .startsWith("variant,fusion,depth,parameters,n,failed,missing,test/accuracy mean");
    assertThat(lines.get(2)).startsWith("\"add, depth 2\",add,2,2000,3,0,0,0.64333333");
    assertThat(lines.get(1))
        .startsWith("no mask,,,1000,3,0,0,0.6,0.0")
        .endsWith(",,,,,,,,,,0,794,34440,0,68880,1653120,,,,,,");
  }

  @Test
  void theJsonHasRawNumbersAndNullsWhereThereAreNone() throws IOException {
    JsonNode rows = Json.parse(Format.JSON.render(table()));
    assertThat(rows).hasSize(4);
    assertThat(rows.get(1).get("variant").asText()).isEqualTo("add, depth 2");
    assertThat(rows.get(1).get("depth").asText()).isEqualTo("2");
    assertThat(rows.get(1).get("parameters").isIntegralNumber()).isTrue();
    assertThat(rows.get(1).get("test/accuracy mean").asDouble())
        .isCloseTo((0.55 + 0.66 + 0.72) / 3, org.assertj.core.api.Assertions.within(1e-12));
    assertThat(rows.get(0).get("p").isNull()).isTrue();
  }

  @Test
  void markdownAndLatexAreEscaped() throws IOException {
    assertThat(Format.MARKDOWN.render(table()))
        .contains("| no mask | 1,000 | 3 | 0 | 0 | 60.00 ± 10.00 |");
    assertThat(Format.LATEX.render(table()))
        .contains("50 \\% \\& more & 4,000 & 2", "$\\pm$", "$<$ 0.001", "\\toprule");
  }

  @Test
  void aGroupIsEachSeedsMeanOverItsVariants() throws IOException {
    SweepTable by = SweepTable.by(sweep, store, "test/accuracy", "no mask", List.of("fusion"));
    assertThat(by.rows()).extracting(Row::name).containsExactly("no mask", "add", "multiply");
    Row add = by.rows().get(1);
    assertThat(add.summary().n()).isEqualTo(3);
    assertThat(add.summary().mean())
        .isCloseTo((0.53 + 0.63 + 0.735) / 3, org.assertj.core.api.Assertions.within(1e-12));
    assertThat(add.parameters()).isEmpty();
  }

  @Test
  void whatIsNotThereIsRefused() {
    refused(
        "metric must be one of [test/accuracy], got 'test/f1'",
        () -> SweepTable.of(sweep, store, "test/f1", "no mask"));
    refused(
        "variant must be one of [no mask, add, depth 2",
        () -> SweepTable.of(sweep, store, "test/accuracy", "none"));
    refused(
        "axis must be one of [fusion, depth], got 'width'",
        () -> SweepTable.by(sweep, store, "test/accuracy", "no mask", List.of("width")));
  }

  @Test
  void anEmptyStoreGivesAnEmptyTable() throws IOException {
    SweepTable empty =
        SweepTable.of(sweep, new Store(temporary.resolve("none")), "test/accuracy", "no mask");
    assertThat(empty.missing()).isEqualTo(12);
    assertThat(empty.rows()).allMatch(row -> row.summary().n() == 0 && row.comparison().isEmpty());
    assertThat(Format.TEXT.render(empty)).doesNotContain("NaN");
  }

  private interface Call {
    Object run() throws IOException;
  }

  private static void refused(String message, Call call) {
    assertThatThrownBy(call::run).isInstanceOf(ConfigException.class).hasMessageContaining(message);
  }

  private SweepTable table() throws IOException {
    return SweepTable.of(sweep, store, "test/accuracy", "no mask");
  }
}
