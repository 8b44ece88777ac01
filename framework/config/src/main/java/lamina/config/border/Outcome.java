package lamina.config.border;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import lamina.config.Json;
import lamina.config.Names;

/** How a trial ended: the content of {@code outcome.json}, whose presence is the commit. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Outcome.Completed.class, name = "completed"),
  @JsonSubTypes.Type(value = Outcome.Failed.class, name = "failed"),
})
public sealed interface Outcome {

  /**
   * The trial ran to its end.
   *
   * @param metrics by name, e.g. {@code test/accuracy}, {@code test/attention.entropy/layer-1}
   * @param parameters trainable numbers of the model
   * @param epochs epochs trained
   * @param selectedEpoch the epoch whose parameters were evaluated on the test split, from 1
   */
  record Completed(
      SortedMap<String, Double> metrics, long parameters, int epochs, int selectedEpoch)
      implements Outcome {}

  /**
   * The trial has no result.
   *
   * @param message one line
   * @param log the last lines of the log
   */
  record Failed(Failure failure, String message, List<String> log) implements Outcome {}

  /** Why a trial has no result. */
  enum Failure {
    /** The loss became infinite or no number. */
    DIVERGED,
    OUT_OF_MEMORY,
    /** The worker process died, twice. */
    CRASHED,
    TIMED_OUT,
    /** The worker refused or could not finish the trial; the message says why. */
    ERROR;

    @JsonValue
    public String written() {
      return Names.of(this);
    }
  }

  default String toJson() {
    return Json.pretty(this);
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws lamina.config.ConfigException where the text is no outcome
   */
  static Outcome fromJson(String text) {
    return Json.read(text, Outcome.class);
  }

  /**
   * The same of a file's bytes, with no metrics but those that are wanted. Of many outcomes this is
   * the fast way to read them.
   *
   * @throws lamina.config.ConfigException where the text is no outcome
   */
  static Outcome fromJson(byte[] text, Predicate<String> metrics) {
    return CompletedReader.read(text, metrics)
        .orElseGet(() -> fromJson(new String(text, StandardCharsets.UTF_8)).with(metrics));
  }

  private Outcome with(Predicate<String> wanted) {
    if (!(this instanceof Completed all)) {
      return this;
    }
    SortedMap<String, Double> kept = new TreeMap<>(all.metrics());
    kept.keySet().removeIf(wanted.negate());
    return new Completed(kept, all.parameters(), all.epochs(), all.selectedEpoch());
  }
}
