package lamina.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.function.Function;

/** Videos cut into clips of two seconds, each with a query in words: QVHighlights' form. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = GarmentMoments.class, name = "garment-moments"),
  @JsonSubTypes.Type(value = QvHighlights.class, name = "qvhighlights"),
})
public sealed interface MomentsData permits GarmentMoments, QvHighlights {
  /** Length of a clip, in seconds. */
  int CLIP_SECONDS = 2;

  /** The most clips that a video has; longer ones are cut. */
  int CLIPS = 75;

  /** The most tokens that a query has; longer ones are cut. */
  int WORDS = 32;

  /** Position features of a clip: where it starts and ends, as shares of the video. */
  int ENDPOINT_FEATURES = 2;

  /** The value of the one function that fits this data. */
  <R> R fold(Function<GarmentMoments, R> garmentMoments, Function<QvHighlights, R> qvHighlights);

  /** Features of a clip, its two end points included. */
  int videoFeatures();

  /** Features of a token of a query. */
  int textFeatures();

  /** A handful of queries a split. */
  MomentsData smoke();
}
