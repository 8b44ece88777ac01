package lamina.results;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import lamina.results.statistics.PairedTest;
import lamina.results.statistics.PermutationTest;
import lamina.results.statistics.Power;

/** What a reader must know to read a table's columns right. */
final class Notes {
  private static final double LEVEL = 0.05;

  private Notes() {}

  static List<String> of(SweepTable table) {
    List<TableColumn> columns = table.columns();
    List<String> notes = new ArrayList<>();
    if (columns.contains(TableColumn.METRIC)) {
      String seeds = table.seeds().stream().map(String::valueOf).collect(Collectors.joining(", "));
      notes.add(
          "%s: mean ± sample standard deviation over n seeds (of %s)."
              .formatted(table.metric(), seeds));
    }
    if (!Collections.disjoint(columns, TableColumn.TESTS)) {
      notes.addAll(ofComparisons(table));
    }
    notes.addAll(CostNotes.of(table));
    return notes;
  }

  private static List<String> ofComparisons(SweepTable table) {
    List<PairedTest> tests =
        table.rows().stream().map(Row::comparison).flatMap(Optional::stream).toList();
    List<String> notes = new ArrayList<>();
    notes.add(
        String.format(
            Locale.ROOT,
            "Difference to %s, paired by seed, with its 95 %% t interval; p of the paired t test,"
                + " two-sided, Holm-corrected for %d comparisons.",
            table.baselinesInWords(),
            tests.size()));
    notes.addAll(ofTests(table.columns()));
    tests.stream().mapToInt(PairedTest::n).min().ifPresent(n -> notes.addAll(ofFewPairs(n)));
    return notes;
  }

  private static List<String> ofTests(List<TableColumn> columns) {
    List<String> notes = new ArrayList<>();
    if (columns.contains(TableColumn.P_PERMUTATION)) {
      notes.add(
          "p (permutation): of the signs of the paired differences, two-sided, not corrected.");
    }
    if (columns.contains(TableColumn.D_Z)) {
      notes.add("d_z: Cohen's d of paired differences, their mean over their standard deviation.");
    }
    if (columns.contains(TableColumn.G_Z)) {
      notes.add(
          "g_z: Cohen's d_z, the mean of the paired differences over their standard deviation, with"
              + " Hedges' correction for few pairs.");
    }
    if (columns.contains(TableColumn.DETECTABLE)) {
      notes.add(
          "detectable: the true difference that the paired t test would find with power 0.8 at the"
              + " 5 % level, not corrected, if differences spread as they do here.");
    }
    return notes;
  }

  private static List<String> ofFewPairs(int n) {
    if (PermutationTest.smallest(n) < LEVEL) {
      return List.of();
    }
    return List.of(
        String.format(
            Locale.ROOT,
            "Warning: %d seeds are few. The exact permutation test gives no p below 1/%d, so it"
                + " cannot reach the 5 %% level; the paired t test finds a true d_z of %.2f or more"
                + " with power 0.8, before correction.",
            n,
            Math.round(1 / PermutationTest.smallest(n)),
            Power.smallestEffect(n)));
  }
}
