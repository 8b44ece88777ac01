package lamina.mask;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import lamina.config.Names;
import lamina.config.Rule;

/** How the linear layers of the mask start. */
public enum MaskInitialisation {
  /** Weights and biases uniform in +-1/sqrt(fan in), as PyTorch's Linear. */
  DEFAULT,
  /** Weights uniform in +-sqrt(6/fan in) (He et al., arXiv 1502.01852), biases zero. */
  KAIMING,
  /** As default, but the last layer is zero (its bias 1 where the mask multiplies). */
  IDENTITY;

  @JsonValue
  public String written() {
    return Names.of(this);
  }

  @JsonCreator
  static MaskInitialisation read(String written) {
    return Rule.oneOf(MaskInitialisation.class, "mask.initialisation", written);
  }
}
