package lamina.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Which attention of QD-DETR's encoder the mask acts on. */
public enum MaskedAttention {
  /** From clips to words, as in the paper. */
  CROSS_ATTENTION,
  /** Among the clips and the global token. */
  SELF_ATTENTION;

  @JsonValue
  public String written() {
    return Names.of(this);
  }

  @JsonCreator
  static MaskedAttention read(String written) {
    return Rule.oneOf(MaskedAttention.class, "task.detector.masked", written);
  }
}
