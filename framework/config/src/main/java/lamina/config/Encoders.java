package lamina.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How the signals of an example become tokens of width D. Its fields say which kind it is. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
  @JsonSubTypes.Type(AudiovisualEncoders.class),
  @JsonSubTypes.Type(PictureEncoders.class),
  @JsonSubTypes.Type(FeatureProjections.class),
  @JsonSubTypes.Type(FeatureTokens.class),
})
public sealed interface Encoders
    permits AudiovisualEncoders, PictureEncoders, FeatureProjections, FeatureTokens {

  /**
   * These encoders, where they are of a kind.
   *
   * @param task names what needs that kind
   * @throws ConfigException where they are of another
   */
  default <E extends Encoders> E as(Class<E> kind, String task) {
    Rule.require(
        kind.isInstance(this), "encoders", "be " + kind.getSimpleName() + " for " + task, this);
    return kind.cast(this);
  }
}
