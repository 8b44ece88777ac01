package lamina.mask;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import lamina.config.Names;
import lamina.config.Rule;

/** How the mask M meets the scores S, after the division by sqrt(dk) and before the softmax. */
public enum MaskFusion {
  /** S * M (the paper). A negative M flips the order of scores. */
  MULTIPLY,
  /** (S - min S of the row) * M: what M meets is never negative, so a small M always lowers. */
  MULTIPLY_SHIFTED,
  /** S + M. */
  ADD;

  /** How it is computed. */
  Fusion fusion() {
    return switch (this) {
      case MULTIPLY -> new Multiply();
      case MULTIPLY_SHIFTED -> new MultiplyShifted();
      case ADD -> new Add();
    };
  }

  /** Whether a mask multiplies the scores, so that a negative one turns their order around. */
  public boolean multiplies() {
    return this != ADD;
  }

  @JsonValue
  public String written() {
    return Names.of(this);
  }

  @JsonCreator
  static MaskFusion read(String written) {
    return Rule.oneOf(MaskFusion.class, "mask.fusion", written);
  }
}
