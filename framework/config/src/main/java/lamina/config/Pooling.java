package lamina.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What the head reads. */
public enum Pooling {
  /** The mean of the encoded tokens. */
  MEAN,
  /** A learned token put in front of the sequence. */
  CLASS_TOKEN;

  @JsonValue
  public String written() {
    return Names.of(this);
  }

  @JsonCreator
  static Pooling read(String written) {
    return Rule.oneOf(Pooling.class, "task.pooling", written);
  }
}
