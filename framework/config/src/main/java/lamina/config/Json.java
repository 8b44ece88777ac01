package lamina.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON as Lamina reads and writes it. Kinds are written names from closed lists, so reading a file
 * never loads a class; an unknown, missing or null field is an error that names it.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .annotationIntrospector(new Later.Reader())
          .injectableValues(Later.Reader.values())
          .build();

  static {
    MAPPER.registerSubtypes(MaskKinds.named());
    MAPPER.registerSubtypes(OwnMask.class);
  }

  private Json() {}

  public static ObjectNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Parses any JSON text. */
  public static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new ConfigException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** A text's tokens, for who reads many of one form. */
  public static JsonParser parser(byte[] text) throws IOException {
    return MAPPER.createParser(text);
  }

  /** The value that a text describes; a wrong field is named with its path. */
  public static <T> T read(String text, Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JsonMappingException e) {
      throw explained(e);
    } catch (JsonProcessingException e) {
      throw new ConfigException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** The value that a tree describes; a wrong field is named with its path. */
  public static <T> T read(JsonNode tree, Class<T> type) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonMappingException e) {
      throw explained(e);
    } catch (JsonProcessingException e) {
      throw new ConfigException(e.getOriginalMessage(), e);
    }
  }

  /** One line, in the order of the fields. */
  public static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value, e);
    }
  }

  /** Indented, for files that people read. */
  public static String pretty(Object value) {
    return MAPPER.valueToTree(value).toPrettyString() + "\n";
  }

  /** Sorted keys, no spaces, numbers in their shortest form without an exponent. */
  static String canonical(JsonNode node) {
    if (node.isObject()) {
      Map<String, String> sorted = new TreeMap<>();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        sorted.put(field.getKey(), canonical(field.getValue()));
      }
      StringBuilder text = new StringBuilder("{");
      sorted.forEach(
          (key, value) ->
              text.append(text.length() > 1 ? "," : "")
                  .append(line(key))
                  .append(':')
                  .append(value));
      return text.append('}').toString();
    }
    if (node.isArray()) {
      StringBuilder text = new StringBuilder("[");
      node.forEach(item -> text.append(text.length() > 1 ? "," : "").append(canonical(item)));
      return text.append(']').toString();
    }
    return node.isFloatingPointNumber() ? Numbers.plain(node.doubleValue()) : node.toString();
  }

  private static ConfigException explained(JsonMappingException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConfigException rule) {
        return rule;
      }
    }
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      path.append(path.length() > 0 ? "." : "")
          .append(step.getFieldName() != null ? step.getFieldName() : "" + step.getIndex());
    }
    return new ConfigException((path.length() > 0 ? path + ": " : "") + e.getOriginalMessage(), e);
  }
}
