package lamina.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.function.Function;

/** What is learned, on which data. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes(@JsonSubTypes.Type(value = Classification.class, name = "classification"))
public sealed interface Task permits Classification {
  /** The value of the one function that fits this task. */
  <R> R fold(Function<Classification, R> classification);

  /**
   * Tokens that the backbone sees for one example: N. Refuses encoders that do not fit the data.
   */
  int tokens(Encoders encoders);

  /** The same task on a handful of examples, to try an experiment out. */
  Task smoke();
}
