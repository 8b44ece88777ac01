package lamina.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.function.Function;

/** How the clips of a scene of {@link GarmentCaptions} become tokens. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = VideoPatches.class, name = "video-patches"),
  @JsonSubTypes.Type(value = ImagesAndSounds.class, name = "images-and-sounds"),
})
public sealed interface CaptionInput permits VideoPatches, ImagesAndSounds {
  /** The value of the one function that fits this input. */
  <R> R fold(Function<VideoPatches, R> videoPatches, Function<ImagesAndSounds, R> imagesAndSounds);

  /** Tokens of the pictures. */
  int videoTokens();

  /** Features of such a token. */
  int videoFeatures();

  /** Tokens of the sound; 0 where it is no input of its own. */
  int audioTokens();

  /** Features of such a token; 0 where there are none. */
  int audioFeatures();
}
