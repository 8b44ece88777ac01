package lamina.mask;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import lamina.config.Names;
import lamina.config.Rule;

/** What the columns of M stand for. */
public enum MaskLength {
  /** Positions, up to the length the mask was built for (the paper). */
  FIXED,
  /** The key tokens: the last linear layer is a product with their learned projection. */
  CONTENT_KEYS;

  @JsonValue
  public String written() {
    return Names.of(this);
  }

  @JsonCreator
  static MaskLength read(String written) {
    return Rule.oneOf(MaskLength.class, "mask.length", written);
  }
}
