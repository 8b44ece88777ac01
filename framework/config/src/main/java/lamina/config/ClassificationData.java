package lamina.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.function.Function;

/** Data whose examples carry one label. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = GarmentsAndVoices.class, name = "garments-and-voices"),
  @JsonSubTypes.Type(value = LabelledFiles.class, name = "labelled-files"),
})
public sealed interface ClassificationData permits GarmentsAndVoices, LabelledFiles {
  /** The value of the one function that fits this data. */
  <R> R fold(
      Function<GarmentsAndVoices, R> garmentsAndVoices, Function<LabelledFiles, R> labelledFiles);

  int classes();

  /** Tokens of all modalities together. Refuses encoders that do not fit the data. */
  int tokens(AudiovisualEncoders encoders);

  /** Eight examples a split. */
  ClassificationData smoke();
}
