package lamina.mask;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import lamina.config.Names;
import lamina.config.Rule;

/** What bounds the values of M, applied to the output of the last linear layer. */
public enum MaskParametrisation {
  /** The output as it is (the paper). */
  UNCONSTRAINED,
  /** Between 0 and 1. */
  SIGMOID,
  /** Between -1 and 1. */
  TANH,
  /** Above 0: log(1 + exp(x)). */
  SOFTPLUS,
  /** 1 + x, so that a zero output leaves multiplied scores alone. */
  ONE_PLUS;

  /** Whether M stays a product of few columns with few rows. */
  boolean lowRank() {
    return switch (this) {
      case UNCONSTRAINED, ONE_PLUS -> true;
      case SIGMOID, TANH, SOFTPLUS -> false;
    };
  }

  @JsonValue
  public String written() {
    return Names.of(this);
  }

  @JsonCreator
  static MaskParametrisation read(String written) {
    return Rule.oneOf(MaskParametrisation.class, "mask.parametrisation", written);
  }
}
