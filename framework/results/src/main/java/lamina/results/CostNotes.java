package lamina.results;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lamina.config.border.MeasuredCost;

/** What a reader must know of costs. */
final class CostNotes {
  private CostNotes() {}

  static List<String> of(SweepTable table) {
    List<String> notes = new ArrayList<>();
    List<TableColumn> columns = table.columns();
    if (!Collections.disjoint(columns, TableColumn.COUNTED)) {
      notes.add(
          "Counted from shapes: parameters; MACs of the products of matrices in one example's"
              + " forward pass; FLOPs = 2 MACs; step FLOPs of forward and backward for a training"
              + " batch, backward taken for twice forward.");
    }
    if (!Collections.disjoint(columns, TableColumn.MEASURED)) {
      table.rows().stream()
          .map(row -> row.cost().measured())
          .flatMap(Optional::stream)
          .map(CostNotes::circumstances)
          .distinct()
          .forEach(notes::add);
      long open = table.rows().stream().filter(row -> row.cost().measured().isEmpty()).count();
      if (open > 0) {
        notes.add("Not measured: %d rows; lamina costs does it.".formatted(open));
      }
    }
    return notes;
  }

  private static String circumstances(MeasuredCost cost) {
    return String.format(
        Locale.ROOT,
        "Measured on %s (%s, %d %s), medians: latency of a forward pass of %d, examples/s and step"
            + " of %d; peak memory of the process in training steps, without libraries.",
        cost.device(),
        cost.cpu(),
        cost.threads(),
        cost.threads() == 1 ? "thread" : "threads",
        cost.batch(),
        cost.trainingBatch());
  }
}
