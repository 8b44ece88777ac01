package lamina.data.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import lamina.data.DataException;

/**
 * One object of a file, whose fields are read with their rules.
 *
 * @param node a JSON object
 * @param where what errors begin with: the file and the object's place or name in it
 */
public record Fields(JsonNode node, String where) {
  private static final int LONGEST_SHOWN = 60;
  private static final Pattern FILE_NAME = Pattern.compile("[^/\\\\\\x00:]+");

  Fields requireObject() {
    if (!node.isObject()) {
      throw new DataException(where + " must be an object, got " + shown(node));
    }
    return this;
  }

  /** A text. */
  public String text(String field) {
    JsonNode value = required(field);
    require(value.isTextual(), field, "be a text", value);
    return value.textValue();
  }

  /** A text that becomes the name of a file, or of a part of one. */
  public String name(String field) {
    String text = text(field);
    boolean fits = FILE_NAME.matcher(text).matches() && !text.startsWith(".");
    require(fits, field, "be a file's name", text);
    return text;
  }

  /** A finite number above 0. */
  public double positive(String field) {
    JsonNode value = required(field);
    require(isFinite(value) && value.doubleValue() > 0, field, "be a number above 0", value);
    return value.doubleValue();
  }

  /** Two finite numbers. */
  public double[] pair(String field) {
    JsonNode value = required(field);
    boolean fits =
        value.isArray() && value.size() == 2 && isFinite(value.get(0)) && isFinite(value.get(1));
    require(fits, field, "be a list of two finite numbers", value);
    return new double[] {value.get(0).doubleValue(), value.get(1).doubleValue()};
  }

  /**
   * Refuses a value.
   *
   * @throws DataException that names place, field, rule and value, where the rule does not hold
   */
  public void require(boolean holds, String field, String rule, Object value) {
    if (!holds) {
      throw new DataException(where + ": " + field + " must " + rule + ", got " + shown(value));
    }
  }

  private static String shown(Object value) {
    String text = String.valueOf(value);
    return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + " ..." : text;
  }

  private JsonNode required(String field) {
    JsonNode value = node.get(field);
    if (value == null) {
      throw new DataException(where + ": " + field + " is missing");
    }
    return value;
  }

  private static boolean isFinite(JsonNode node) {
    return node.isNumber() && Double.isFinite(node.doubleValue());
  }
}
