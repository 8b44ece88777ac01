package lamina.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.function.Function;

/** Data whose examples carry one label. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = GarmentsAndVoices.class, name = "garments-and-voices"),
  @JsonSubTypes.Type(value = LabelledFiles.class, name = "labelled-files"),
  @JsonSubTypes.Type(value = GarmentPictures.class, name = "garments"),
  @JsonSubTypes.Type(value = ImageFolder.class, name = "image-folder"),
})
public sealed interface ClassificationData
    permits GarmentsAndVoices, LabelledFiles, GarmentPictures, ImageFolder {
  /** The value of the one function that fits this data. */
  <R> R fold(
      Function<GarmentsAndVoices, R> garmentsAndVoices,
      Function<LabelledFiles, R> labelledFiles,
      Function<GarmentPictures, R> garments,
      Function<ImageFolder, R> imageFolder);

  int classes();

  /** What an example becomes, in the order of its tokens. Refuses encoders that do not fit. */
  List<Modality> modalities(Encoders encoders);

  /** Tokens of all modalities together. Refuses encoders that do not fit the data. */
  default int tokens(Encoders encoders) {
    return modalities(encoders).stream().mapToInt(Modality::tokens).sum();
  }

  /** Whether an example is a picture and nothing else. */
  default boolean picturesAlone() {
    return fold(voices -> false, files -> false, garments -> true, folder -> true);
  }

  /** Eight examples a split. */
  ClassificationData smoke();
}
