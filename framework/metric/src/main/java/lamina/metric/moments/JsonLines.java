package lamina.metric.moments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import lamina.config.ConfigException;
import lamina.config.Json;

/** Files with a JSON object a line, in UTF-8. */
final class JsonLines {
  /** Integers beyond it are not all doubles. */
  private static final double MOST_EXACT = 0x1p53;

  private JsonLines() {}

  /**
   * Reads every line.
   *
   * @throws ConfigException naming file and line where one is not an object, or as {@code line}
   *     does
   */
  static <T> List<T> read(Path file, Function<JsonLine, T> line) throws IOException {
    if (!Files.exists(file) || Files.isDirectory(file)) {
      throw new ConfigException("a file must exist, got " + file);
    }
    byte[] bytes = Files.readAllBytes(file);
    List<T> values = new ArrayList<>();
    int start = 0;
    while (start < bytes.length) {
      int end = start;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      String where = file + ":" + (values.size() + 1);
      String text = decoded(ByteBuffer.wrap(bytes, start, end - start), where);
      values.add(line.apply(new JsonLine(object(text, where), where)));
      start = end + 1;
    }
    return values;
  }

  /** An integer where the value is one, so that 34 does not become 34.0. */
  static ValueNode number(double value) {
    boolean integer = value == Math.rint(value) && Math.abs(value) < MOST_EXACT;
    boolean minusZero = value == 0 && 1 / value < 0;
    return integer && !minusZero ? LongNode.valueOf((long) value) : DoubleNode.valueOf(value);
  }

  private static String decoded(ByteBuffer bytes, String where) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new ConfigException(where + ": not UTF-8", e);
    }
  }

  private static JsonNode object(String text, String where) {
    JsonNode node;
    try {
      node = Json.parse(text);
    } catch (ConfigException e) {
      throw new ConfigException(where + ": " + e.getMessage(), e);
    }
    if (!node.isObject()) {
      throw new ConfigException(where + ": a line must be a JSON object");
    }
    return node;
  }
}
