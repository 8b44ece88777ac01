package lamina.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The non-linearity of the feed-forward layers. */
public enum Activation {
  RELU,
  /** The exact form, x * Phi(x). */
  GELU,
  /** Its approximation by a hyperbolic tangent, as flax has it (arXiv 1606.08415, section 2). */
  GELU_TANH,
  /** A ReLU with a learned slope below zero, which starts at 0.25 (arXiv 1502.01852). */
  PRELU;

  @JsonValue
  public String written() {
    return Names.of(this);
  }

  @JsonCreator
  static Activation read(String written) {
    return Rule.oneOf(Activation.class, "backbone.activation", written);
  }
}
