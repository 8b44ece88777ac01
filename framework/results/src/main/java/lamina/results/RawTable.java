package lamina.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import lamina.config.Json;
import lamina.config.border.MeasuredCost;
import lamina.cost.Cost;
import lamina.results.statistics.PairedTest;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;
import tech.tablesaw.io.csv.CsvWriteOptions;

/**
 * A sweep's table in Tablesaw: a column a number, in full precision; nothing where there is none.
 */
public final class RawTable {
  private RawTable() {}

  public static Table of(SweepTable table) {
    List<Row> rows = table.rows();
    Table raw = Table.create(table.sweep(), column("variant", rows, Row::name));
    for (String axis : table.axes()) {
      raw.addColumns(column(axis, rows, row -> row.axes().getOrDefault(axis, "")));
    }
    LongColumn parameters = LongColumn.create("parameters");
    for (Row row : rows) {
      if (row.parameters().isPresent()) {
        parameters.append(row.parameters().getAsLong());
      } else {
        parameters.appendMissing();
      }
    }
    raw.addColumns(parameters);
    if (TableColumn.showResults(table.columns())) {
      addResults(raw, table);
    }
    return addCosts(raw, rows);
  }

  private static void addResults(Table raw, SweepTable table) {
    List<Row> rows = table.rows();
    raw.addColumns(
        IntColumn.create("n", rows.stream().mapToInt(row -> row.summary().n()).toArray()),
        IntColumn.create("failed", rows.stream().mapToInt(Row::failed).toArray()),
        IntColumn.create("missing", rows.stream().mapToInt(Row::missing).toArray()),
        number(table.metric() + " mean", rows, row -> row.summary().mean()),
        number(table.metric() + " std", rows, row -> row.summary().std()),
        test("difference", rows, PairedTest::difference),
        test("difference low", rows, PairedTest::low),
        test("difference high", rows, PairedTest::high),
        test("p", rows, PairedTest::p),
        number("p holm", rows, Row::holm),
        test("p permutation", rows, PairedTest::permutationP),
        test("d_z", rows, PairedTest::dz),
        test("g_z", rows, PairedTest::gz),
        test("detectable", rows, PairedTest::detectable));
  }

  private static Table addCosts(Table raw, List<Row> rows) {
    return raw.addColumns(
        counted("mask parameters", rows, cost -> OptionalLong.of(cost.maskParameters())),
        counted("total parameters", rows, cost -> OptionalLong.of(cost.parameters())),
        counted("macs", rows, Cost::macs),
        counted("mask macs", rows, Cost::maskMacs),
        counted("flops", rows, Cost::flops),
        counted("step flops", rows, Cost::stepFlops),
        measured("latency ms", rows, MeasuredCost::latencyMillis),
        measured("latency batch", rows, MeasuredCost::batch),
        measured("examples per second", rows, MeasuredCost::throughput),
        measured("step ms", rows, MeasuredCost::stepMillis),
        measured("step batch", rows, MeasuredCost::trainingBatch),
        measured(
            "peak mebibytes",
            rows,
            cost -> cost.peakMebibytes() == 0 ? Double.NaN : cost.peakMebibytes()));
  }

  static String csv(Table raw) {
    StringWriter text = new StringWriter();
    raw.write().usingOptions(CsvWriteOptions.builder(text).lineEnd("\n").build());
    return text.toString();
  }

  /** An array of rows, numbers in full precision, null where there is none. */
  static String json(Table raw) {
    ArrayNode rows = Json.object().arrayNode();
    for (int i = 0; i < raw.rowCount(); i++) {
      ObjectNode row = rows.addObject();
      for (Column<?> column : raw.columns()) {
        row.set(column.name(), value(column, i));
      }
    }
    return rows.toPrettyString() + "\n";
  }

  private static JsonNode value(Column<?> column, int row) {
    if (column instanceof StringColumn text) {
      return TextNode.valueOf(text.get(row));
    }
    if (column.isMissing(row)) {
      return NullNode.instance;
    }
    NumericColumn<?> number = (NumericColumn<?>) column;
    return column instanceof DoubleColumn
        ? DoubleNode.valueOf(number.getDouble(row))
        : LongNode.valueOf((long) number.getDouble(row));
  }

  private static Column<?> column(
      String name, List<Row> rows, java.util.function.Function<Row, String> value) {
    return StringColumn.create(name, rows.stream().map(value).toList());
  }

  private static Column<?> test(String name, List<Row> rows, ToDoubleFunction<PairedTest> value) {
    return number(name, rows, row -> row.comparison().map(value::applyAsDouble).orElse(Double.NaN));
  }

  private static Column<?> counted(
      String name, List<Row> rows, Function<Cost, OptionalLong> value) {
    LongColumn column = LongColumn.create(name);
    for (Row row : rows) {
      OptionalLong count = row.cost().counted().map(value).orElse(OptionalLong.empty());
      count.ifPresentOrElse(column::append, column::appendMissing);
    }
    return column;
  }

  private static Column<?> measured(
      String name, List<Row> rows, ToDoubleFunction<MeasuredCost> value) {
    return number(
        name, rows, row -> row.cost().measured().map(value::applyAsDouble).orElse(Double.NaN));
  }

  private static Column<?> number(String name, List<Row> rows, ToDoubleFunction<Row> value) {
    return DoubleColumn.create(name, rows.stream().mapToDouble(value).toArray());
  }
}
