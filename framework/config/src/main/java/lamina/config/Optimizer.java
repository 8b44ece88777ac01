package lamina.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.function.Function;

/** What turns gradients into steps. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes(@JsonSubTypes.Type(value = AdamW.class, name = "adamw"))
public sealed interface Optimizer permits AdamW {
  /** The value of the one function that fits this kind. */
  <R> R fold(Function<AdamW, R> adamW);

  double learningRate();
}
