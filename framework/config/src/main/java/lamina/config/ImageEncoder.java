package lamina.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.function.Function;

/** How an image becomes tokens. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes(@JsonSubTypes.Type(value = Patches.class, name = "patches"))
public sealed interface ImageEncoder permits Patches {
  /** The value of the one function that fits this kind. */
  <R> R fold(Function<Patches, R> patches);

  /** How many tokens a square image of {@code side} pixels gives. */
  int tokens(int side);

  /** Tokens beside each other in such an image. */
  int columns(int side);

  /** Values a token holds before it is projected to the backbone's width. */
  int features(int channels);

  /** What a square image of {@code side} pixels and so many channels becomes. */
  default Modality modality(int side, int channels) {
    return new Modality("image", tokens(side), features(channels), columns(side));
  }
}
