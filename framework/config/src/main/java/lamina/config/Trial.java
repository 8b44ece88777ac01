package lamina.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * One training: an experiment and the seed that every random choice comes from.
 *
 * @param experiment always {@link Experiment#resolved() resolved}
 */
public record Trial(Experiment<AttentionMask> experiment, long seed) {
  /** Raised when the meaning of a field changes; runs of another schema are stale. */
  public static final int SCHEMA = 1;

  /** A trial of any experiment, its defaults written out. */
  public static Trial of(Experiment<?> experiment, long seed) {
    return new Trial(experiment.resolved(), seed);
  }

  public TrialId id() {
    return TrialId.of(toJson());
  }

  /**
   * The identities of an experiment's trials by their seed. What they share is written and digested
   * once: the seed is the canonical JSON's last field.
   */
  public static LongFunction<TrialId> ids(Experiment<?> experiment) {
    String json = Trial.of(experiment, 0).toJson();
    String shared = json.substring(0, json.length() - "0}".length());
    Function<String, TrialId> ids = TrialId.after(shared);
    return seed -> ids.apply(seed + "}");
  }

  /** The canonical JSON: sorted keys, no spaces, every field, shortest numbers. */
  public String toJson() {
    ObjectNode tree = Json.tree(this);
    tree.put("schema", SCHEMA);
    return Json.canonical(tree);
  }

  /**
   * The task alone of what {@link #toJson} wrote, whatever mask stands there.
   *
   * @throws ConfigException where the text is no trial of this schema
   */
  public static Task task(String text) {
    return Json.read(ofThisSchema(text).path("experiment").path("task"), Task.class);
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws ConfigException where the text is no trial of this schema; the message names the field
   */
  public static Trial fromJson(String text) {
    return Json.read(OwnMask.unfolded(ofThisSchema(text).without("schema")), Trial.class);
  }

  private static ObjectNode ofThisSchema(String text) {
    JsonNode tree = Json.parse(text);
    int schema = tree.path("schema").asInt(0);
    Rule.require(schema == SCHEMA, "schema", "be " + SCHEMA, tree.path("schema"));
    return (ObjectNode) tree;
  }
}
