package lamina.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** How the mask M meets the scores S, after the division by sqrt(dk) and before the softmax. */
public enum MaskFusion {
  /** S * M (the paper). A negative M flips the order of scores. */
  MULTIPLY,
  /** (S - min S of the row) * M: what M meets is never negative, so a small M always lowers. */
  MULTIPLY_SHIFTED,
  /** S + M. */
  ADD;

  @JsonValue
  public String written() {
    return Names.of(this);
  }

  @JsonCreator
  static MaskFusion read(String written) {
    return Rule.oneOf(MaskFusion.class, "mask.fusion", written);
  }
}
