package lamina.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.function.Function;

/** What is learned, on which data. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Classification.class, name = "classification"),
  @JsonSubTypes.Type(value = MomentRetrieval.class, name = "moment-retrieval"),
  @JsonSubTypes.Type(value = Captioning.class, name = "captioning"),
})
public sealed interface Task permits Classification, MomentRetrieval, Captioning {
  /** The value of the one function that fits this task. */
  <R> R fold(
      Function<Classification, R> classification,
      Function<MomentRetrieval, R> momentRetrieval,
      Function<Captioning, R> captioning);

  /**
   * Tokens that the backbone sees for one example: N. Refuses encoders that do not fit the data.
   */
  int tokens(Encoders encoders);

  /** Refuses a backbone or a mask that the task's model cannot have. */
  void requireFit(Transformer backbone, AttentionMask mask);

  /** The attention that a mask acts on. */
  Place place(Encoders encoders);

  /** The metric that says which epoch is best, and that tables show; the higher the better. */
  String mainMetric();

  /** This task with what does not matter where no mask acts at its default. */
  default Task unmasked() {
    return this;
  }

  /** The same task on a handful of examples, to try an experiment out. */
  Task smoke();
}
