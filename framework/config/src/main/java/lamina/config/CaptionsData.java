package lamina.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.function.Function;

/** Videos, with or without sound, each with captions that people or templates wrote: references. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = GarmentCaptions.class, name = "garment-captions"),
  @JsonSubTypes.Type(value = MsrVtt.class, name = "msr-vtt"),
  @JsonSubTypes.Type(value = Mad.class, name = "mad"),
})
public sealed interface CaptionsData permits GarmentCaptions, MsrVtt, Mad {
  /**
   * The most tokens of a caption, the one that begins it and the one that ends it included; longer
   * ones are cut. SwinBERT's max_seq_length.
   */
  int CAPTION_TOKENS = 50;

  /** The value of the one function that fits this data. */
  <R> R fold(
      Function<GarmentCaptions, R> garmentCaptions,
      Function<MsrVtt, R> msrVtt,
      Function<Mad, R> mad);

  /** The most tokens of a video's pictures. */
  int videoTokens();

  /** Features of such a token. */
  int videoFeatures();

  /** The most tokens of a video's sound; 0 where sound is no input of its own. */
  int audioTokens();

  /** Features of such a token; 0 where there are none. */
  int audioFeatures();

  /** A handful of examples a split. */
  CaptionsData smoke();
}
