package lamina.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Which epoch's parameters are evaluated on the test split. */
public enum Selection {
  /** The epoch with the best validation score, the first of equals. */
  BEST_VALIDATION,
  /** The last one. */
  LAST;

  @JsonValue
  public String written() {
    return Names.of(this);
  }

  @JsonCreator
  static Selection read(String written) {
    return Rule.oneOf(Selection.class, "training.selection", written);
  }
}
