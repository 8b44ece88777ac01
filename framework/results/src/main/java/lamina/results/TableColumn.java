package lamina.results;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import lamina.config.ConfigException;
import lamina.config.border.MeasuredCost;
import lamina.cost.Cost;
import lamina.results.statistics.PairedTest;
import lamina.results.statistics.Summary;

/** What a table for people can show of each row, after its name. */
public enum TableColumn {
  /** Those that are trained. */
  PARAMETERS(
      "parameters", row -> row.parameters().isPresent() ? count(row.parameters().getAsLong()) : ""),
  N("n", row -> Integer.toString(row.summary().n())),
  /** Mean and deviation of the table's metric. */
  METRIC(
      table -> table.metric() + (SweepTable.isShare(table.metric()) ? " (%)" : ""),
      (row, scale) -> meanAndStd(row.summary(), scale)),
  DIFFERENCE(table -> "difference", (row, scale) -> test(row, t -> scale.signed(t.difference()))),
  INTERVAL(
      table -> "95 % interval",
      (row, scale) ->
          test(row, t -> "[" + scale.signed(t.low()) + ", " + scale.signed(t.high()) + "]")),
  P("p", row -> test(row, t -> p(t.p()))),
  P_PERMUTATION("p (permutation)", row -> test(row, t -> p(t.permutationP()))),
  P_HOLM("p (Holm)", row -> test(row, t -> p(row.holm()))),
  D_Z("d_z", row -> effect(row, PairedTest::dz)),
  G_Z("g_z", row -> effect(row, PairedTest::gz)),
  /** The true difference that the test would find with power 0.8. */
  DETECTABLE(table -> "detectable", (row, scale) -> test(row, t -> scale.fixed(t.detectable()))),
  MASK_PARAMETERS("mask parameters", row -> counted(row, c -> count(c.maskParameters()))),
  /** Frozen ones too. */
  TOTAL_PARAMETERS("total parameters", row -> counted(row, c -> count(c.parameters()))),
  MACS("MACs", row -> counted(row, c -> known(c.macs()))),
  MASK_MACS("mask MACs", row -> counted(row, c -> known(c.maskMacs()))),
  FLOPS("FLOPs", row -> counted(row, c -> known(c.flops()))),
  /** Of a training step. */
  STEP_FLOPS("step FLOPs", row -> counted(row, c -> known(c.stepFlops()))),
  LATENCY("latency (ms)", row -> measured(row, m -> written("%,.2f", m.latencyMillis()))),
  THROUGHPUT("examples/s", row -> measured(row, m -> written("%,.0f", m.throughput()))),
  STEP_TIME("step (ms)", row -> measured(row, m -> written("%,.1f", m.stepMillis()))),
  PEAK_MEMORY(
      "peak memory (MiB)",
      row -> measured(row, m -> m.peakMebibytes() == 0 ? "" : count(m.peakMebibytes())));

  /** What is shown unless something else is asked for. */
  public static final List<TableColumn> USUAL =
      List.of(PARAMETERS, N, METRIC, DIFFERENCE, INTERVAL, P_HOLM);

  /** What a comparison shows. */
  public static final List<TableColumn> COMPARISON =
      List.of(N, METRIC, DIFFERENCE, INTERVAL, P, P_PERMUTATION, P_HOLM, G_Z);

  /** What a table of costs shows. */
  public static final List<TableColumn> COSTS =
      List.of(
          PARAMETERS,
          MASK_PARAMETERS,
          TOTAL_PARAMETERS,
          MACS,
          FLOPS,
          STEP_FLOPS,
          LATENCY,
          THROUGHPUT,
          STEP_TIME,
          PEAK_MEMORY);

  /** The same without what has to be measured. */
  public static final List<TableColumn> COUNTED_COSTS =
      List.of(PARAMETERS, MASK_PARAMETERS, TOTAL_PARAMETERS, MACS, MASK_MACS, FLOPS, STEP_FLOPS);

  static final List<TableColumn> COUNTED =
      List.of(MASK_PARAMETERS, TOTAL_PARAMETERS, MACS, MASK_MACS, FLOPS, STEP_FLOPS);

  static final List<TableColumn> MEASURED = List.of(LATENCY, THROUGHPUT, STEP_TIME, PEAK_MEMORY);

  /** What is only there where rows are compared. */
  static final List<TableColumn> TESTS =
      List.of(DIFFERENCE, INTERVAL, P, P_PERMUTATION, P_HOLM, D_Z, G_Z, DETECTABLE);

  private final Function<SweepTable, String> header;
  private final BiFunction<Row, Scale, String> cell;

  TableColumn(String header, Function<Row, String> cell) {
    this(table -> header, (row, scale) -> cell.apply(row));
  }

  TableColumn(Function<SweepTable, String> header, BiFunction<Row, Scale, String> cell) {
    this.header = header;
    this.cell = cell;
  }

  /**
   * Columns by their names, as in {@code difference,p,g-z}.
   *
   * @throws ConfigException for a name that is none, or one that is there twice
   */
  public static List<TableColumn> parse(String names) {
    List<TableColumn> columns = new ArrayList<>();
    for (String name : names.split(",", -1)) {
      TableColumn column = named(name.strip());
      if (columns.contains(column)) {
        throw new ConfigException("columns must differ, got '" + column + "' twice");
      }
      columns.add(column);
    }
    return columns;
  }

  private static TableColumn named(String name) {
    return Arrays.stream(values())
        .filter(column -> column.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    "column must be one of %s, got '%s'"
                        .formatted(Arrays.toString(values()), name)));
  }

  /** All costs, or those that need no measuring where nothing of the table is measured. */
  public static List<TableColumn> knownCosts(SweepTable table) {
    boolean measured = table.rows().stream().anyMatch(row -> row.cost().measured().isPresent());
    return measured ? COSTS : COUNTED_COSTS;
  }

  /** Whether something is shown that trials had to be trained for. */
  static boolean showResults(List<TableColumn> columns) {
    return columns.contains(N) || columns.contains(METRIC) || !Collections.disjoint(columns, TESTS);
  }

  String header(SweepTable table) {
    return header.apply(table);
  }

  String cell(Row row, Scale scale) {
    return cell.apply(row, scale);
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String known(OptionalLong count) {
    return count.isEmpty() ? "" : brief(count.getAsLong());
  }

  private static String counted(Row row, Function<Cost, String> cell) {
    return row.cost().counted().map(cell).orElse("");
  }

  private static String measured(Row row, Function<MeasuredCost, String> cell) {
    return row.cost().measured().map(cell).orElse("");
  }

  private static String count(long number) {
    return written("%,d", number);
  }

  /** Four digits, and K, M, G or T for thousands. */
  private static String brief(double number) {
    String unit = "";
    double shown = number;
    for (String next : List.of(" K", " M", " G", " T")) {
      if (shown >= 1000) {
        shown /= 1000;
        unit = next;
      }
    }
    int digits = unit.isEmpty() ? 0 : shown >= 100 ? 1 : shown >= 10 ? 2 : 3;
    return written("%." + digits + "f", shown) + unit;
  }

  private static String written(String pattern, Object number) {
    return String.format(Locale.ROOT, pattern, number);
  }

  private static String meanAndStd(Summary summary, Scale scale) {
    if (summary.n() == 0) {
      return "";
    }
    String mean = scale.fixed(summary.mean());
    return summary.n() < 2 ? mean : mean + " ± " + scale.fixed(summary.std());
  }

  private static String test(Row row, Function<PairedTest, String> cell) {
    return row.comparison().map(cell).orElse("");
  }

  private static String effect(Row row, ToDoubleFunction<PairedTest> value) {
    return test(
        row,
        t ->
            Optional.of(value.applyAsDouble(t))
                .filter(Double::isFinite)
                .map(effect -> written("%+.2f", effect))
                .orElse(""));
  }

  private static String p(double p) {
    return p < 0.001 ? "< 0.001" : written("%.3f", p);
  }
}
