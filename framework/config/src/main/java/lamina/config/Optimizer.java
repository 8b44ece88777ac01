package lamina.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What turns gradients into steps. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes(@JsonSubTypes.Type(value = AdamW.class, name = "adamw"))
public sealed interface Optimizer permits AdamW {
  double learningRate();
}
