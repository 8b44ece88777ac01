package lamina.metric.moments;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import lamina.config.ConfigException;
import lamina.config.Json;

/**
 * One object of a file, whose fields are read with their rules.
 *
 * @param fields a JSON object
 * @param where what errors begin with: file, line and, once it is known, the query
 */
record JsonLine(JsonNode fields, String where) {
  private static final int LONGEST_SHOWN = 60;

  JsonLine of(long qid) {
    return new JsonLine(fields, where + ": query " + qid);
  }

  boolean has(String field) {
    return fields.has(field);
  }

  long integer(String field) {
    JsonNode node = required(field);
    require(node.isIntegralNumber() && node.canConvertToLong(), field, "be an integer", node);
    return node.longValue();
  }

  String text(String field) {
    JsonNode node = required(field);
    require(node.isTextual(), field, "be a text", node);
    return node.textValue();
  }

  double number(String field) {
    JsonNode node = required(field);
    require(isFinite(node), field, "be a finite number", node);
    return node.doubleValue();
  }

  List<Double> numbers(String field) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode item : list(field)) {
      require(isFinite(item), field, "hold finite numbers", item);
      numbers.add(item.doubleValue());
    }
    return numbers;
  }

  List<Integer> integers(String field) {
    List<Integer> integers = new ArrayList<>();
    for (JsonNode item : list(field)) {
      require(isInt(item), field, "hold integers", item);
      integers.add((int) item.doubleValue());
    }
    return integers;
  }

  /** Rows of as many finite numbers as there are columns. */
  List<double[]> rows(String field, String columns) {
    int width = columns.split(", ").length;
    List<double[]> rows = new ArrayList<>();
    for (JsonNode item : list(field)) {
      boolean right = item.isArray() && item.size() == width;
      double[] row = new double[width];
      for (int i = 0; right && i < width; i++) {
        right = isFinite(item.get(i));
        row[i] = item.get(i).doubleValue();
      }
      String rule = "hold windows of " + width + " finite numbers (" + columns + ")";
      require(right, field, rule, item);
      rows.add(row);
    }
    return rows;
  }

  /** Rows of integers, of any length. */
  List<List<Integer>> integerRows(String field) {
    List<List<Integer>> rows = new ArrayList<>();
    for (JsonNode item : list(field)) {
      List<Integer> row = new ArrayList<>();
      boolean right = item.isArray();
      for (JsonNode value : item) {
        right &= isInt(value);
        row.add((int) value.doubleValue());
      }
      require(right, field, "hold lists of integers", item);
      rows.add(row);
    }
    return rows;
  }

  private JsonNode list(String field) {
    JsonNode node = required(field);
    require(node.isArray(), field, "be a list", node);
    return node;
  }

  private JsonNode required(String field) {
    JsonNode node = fields.get(field);
    if (node == null) {
      throw new ConfigException(where + ": " + field + " is missing");
    }
    return node;
  }

  private static boolean isFinite(JsonNode node) {
    return node.isNumber() && Double.isFinite(node.doubleValue());
  }

  private static boolean isInt(JsonNode node) {
    return node.isNumber() && node.doubleValue() == (int) node.doubleValue();
  }

  private void require(boolean holds, String field, String rule, JsonNode value) {
    if (!holds) {
      String text = Json.line(value);
      String shown =
          text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + " ..." : text;
      throw new ConfigException(where + ": " + field + " must " + rule + ", got " + shown);
    }
  }
}
