package lamina.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lamina.config.Activation;
import lamina.config.AdamW;
import lamina.config.AudiovisualEncoders;
import lamina.config.Classification;
import lamina.config.ConfigException;
import lamina.config.Experiment;
import lamina.config.GarmentsAndVoices;
import lamina.config.MelSpectrogram;
import lamina.config.NoMask;
import lamina.config.Normalisation;
import lamina.config.Patches;
import lamina.config.Pooling;
import lamina.config.Schedule;
import lamina.config.Selection;
import lamina.config.Stopping;
import lamina.config.Training;
import lamina.config.Transformer;
import lamina.config.Trial;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
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
    store = new Store(temporary);
    sweep =
        new Sweep(
            "made-up",
            List.of(0L, 1L, 2L),
            List.of(
                variant(1, "no mask", Map.of()),
                variant(2, "add, depth 2", axes("add", "2")),
                variant(3, "add, depth 4", axes("add", "4")),
                variant(4, "50 % & more", axes("multiply", "2"))));
    record(0, 0.50, 0.60, 0.70);
    record(1, 0.55, 0.66, 0.72);
    record(2, 0.51, 0.60, 0.75);
    record(3, 0.40, 0.50);
    fail(3, 2);
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

  private static String notes() {
    return "test/accuracy: mean ± sample standard deviation over n seeds (of 0, 1, 2).\n"
        + "Difference to 'no mask', paired by seed, with its 95 % t interval; p of the paired t test,"
        + " two-sided, Holm-corrected for 3 comparisons.\n";
  }

  @Test
  void theCsvHasRawNumbersAndQuotesCommas() throws IOException {
    List<String> lines = Format.CSV.render(table()).lines().toList();
    assertThat(lines.get(0))
        .startsWith("variant,fusion,depth,parameters,n,failed,missing,test/accuracy mean");
    assertThat(lines.get(2)).startsWith("\"add, depth 2\",add,2,2000,3,0,0,0.64333333");
    assertThat(lines.get(1)).startsWith("no mask,,,1000,3,0,0,0.6").endsWith(",,,,,");
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

  private void record(int variant, double... accuracies) throws IOException {
    for (int seed = 0; seed < accuracies.length; seed++) {
      write(
          variant,
          seed,
          new Outcome.Completed(
              new TreeMap<>(Map.of("test/accuracy", accuracies[seed])),
              1000L * (variant + 1),
              1,
              1));
    }
  }

  private void fail(int variant, long seed) throws IOException {
    write(variant, seed, new Outcome.Failed(Outcome.Failure.DIVERGED, "loss is NaN", List.of()));
  }

  private void write(int variant, long seed, Outcome outcome) throws IOException {
    Trial trial = Trial.of(sweep.variants().get(variant).experiment(), seed);
    RunFolder folder = store.folder(trial.id());
    Files.createDirectories(folder.path());
    Files.writeString(folder.outcome(), outcome.toJson());
  }

  private static Map<String, String> axes(String fusion, String depth) {
    Map<String, String> axes = new LinkedHashMap<>();
    axes.put("fusion", fusion);
    axes.put("depth", depth);
    return axes;
  }

  private static Variant variant(int layers, String name, Map<String, String> axes) {
    return new Variant(
        name,
        axes,
        new Experiment<>(
            new Classification(new GarmentsAndVoices(8, 8, 8, 0.2, 20, 500, 0), Pooling.MEAN),
            new AudiovisualEncoders(new Patches(8), new MelSpectrogram(32, 20)),
            new Transformer(layers, 1, 4, 4, 0, Activation.GELU, Normalisation.PRE),
            new NoMask(),
            new Training(
                1,
                8,
                new AdamW(0.001, 0.01, 0.9, 0.999, 1e-8),
                new Schedule.Constant(),
                1,
                Selection.LAST,
                new Stopping.Never())));
  }
}
