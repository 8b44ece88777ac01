package lamina.config.border;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import lamina.config.Json;

/**
 * Reads completed outcomes, of which a store has many, token by token. What is not exactly of their
 * form is left to {@link Json#read}, which knows how to explain it.
 */
final class CompletedReader {
  private static final Set<String> NUMBERS = Set.of("parameters", "epochs", "selectedEpoch");

  private final JsonParser in;
  private final Predicate<String> wanted;
  private final Map<String, Long> numbers = new HashMap<>();
  private boolean completed;
  private Optional<SortedMap<String, Double>> metrics = Optional.empty();

  private CompletedReader(JsonParser in, Predicate<String> wanted) {
    this.in = in;
    this.wanted = wanted;
  }

  /** Empty where the text is anything else. */
  static Optional<Outcome> read(byte[] text, Predicate<String> wanted) {
    try (JsonParser in = Json.parser(text)) {
      return new CompletedReader(in, wanted).read();
    } catch (IOException | ArithmeticException otherForm) {
      return Optional.empty();
    }
  }

  private Optional<Outcome> read() throws IOException {
    boolean asExpected = in.nextToken() == JsonToken.START_OBJECT;
    while (asExpected && in.nextToken() == JsonToken.FIELD_NAME) {
      asExpected = field(in.currentName());
    }
    boolean whole = asExpected && in.hasToken(JsonToken.END_OBJECT) && in.nextToken() == null;
    if (!whole || !completed || metrics.isEmpty() || !numbers.keySet().equals(NUMBERS)) {
      return Optional.empty();
    }
    return Optional.of(
        new Outcome.Completed(
            metrics.get(),
            numbers.get("parameters"),
            Math.toIntExact(numbers.get("epochs")),
            Math.toIntExact(numbers.get("selectedEpoch"))));
  }

  /** Whether the field is one of a completed outcome's, and there for the first time. */
  private boolean field(String name) throws IOException {
    JsonToken value = in.nextToken();
    if (name.equals("status") && !completed && value == JsonToken.VALUE_STRING) {
      completed = in.getText().equals("completed");
      return completed;
    }
    if (name.equals("metrics") && metrics.isEmpty() && value == JsonToken.START_OBJECT) {
      return metrics();
    }
    return NUMBERS.contains(name)
        && value == JsonToken.VALUE_NUMBER_INT
        && numbers.put(name, in.getLongValue()) == null;
  }

  private boolean metrics() throws IOException {
    SortedMap<String, Double> values = new TreeMap<>();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      if (!in.nextToken().isNumeric()) {
        return false;
      }
      if (wanted.test(name)) {
        values.put(name, in.getDoubleValue());
      }
    }
    metrics = Optional.of(values);
    return in.hasToken(JsonToken.END_OBJECT);
  }
}
