package lamina.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Where LayerNorm stands in an encoder layer. */
public enum Normalisation {
  /** Before attention and feed-forward, and once after the last layer. */
  PRE,
  /** After each residual sum, as in the first Transformer. */
  POST;

  @JsonValue
  public String written() {
    return Names.of(this);
  }

  @JsonCreator
  static Normalisation read(String written) {
    return Rule.oneOf(Normalisation.class, "backbone.normalisation", written);
  }
}
