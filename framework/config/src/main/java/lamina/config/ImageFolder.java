package lamina.config;

import static lamina.config.Rule.atLeast;
import static lamina.config.Rule.between;
import static lamina.config.Rule.require;

import java.util.List;
import java.util.function.Function;

/**
 * Pictures in colour in a folder a class, as ImageNet has them and {@code lamina data add-images}
 * has listed them; they are decoded when a batch needs them. docs/image-classification.md says how.
 *
 * @param checksum SHA-256 of the list of their paths, labels and checksums, which is their
 *     identity; where the folder lies is not
 * @param classes how many labels there are, at least 2
 * @param side height and width that pictures are brought to, in pixels
 * @param mostExamples the first so many pictures of each split; the list goes class by class in
 *     turn
 */
public record ImageFolder(String checksum, int classes, int side, int mostExamples)
    implements ClassificationData {

  /** Red, green and blue. */
  public static final int CHANNELS = 3;

  private static final int MOST_SIDE = 1024;
  private static final int SMOKE_EXAMPLES = 8;

  public ImageFolder {
    require(
        checksum.matches("[0-9a-f]{64}"),
        "task.data.checksum",
        "be 64 hexadecimal digits, as lamina data add-images prints them",
        "'" + checksum + "'");
    atLeast(2, "task.data.classes", classes);
    between(1, MOST_SIDE, "task.data.side", side);
    atLeast(1, "task.data.mostExamples", mostExamples);
  }

  @Override
  public <R> R fold(
      Function<GarmentsAndVoices, R> garmentsAndVoices,
      Function<LabelledFiles, R> labelledFiles,
      Function<GarmentPictures, R> garments,
      Function<ImageFolder, R> imageFolder) {
    return imageFolder.apply(this);
  }

  @Override
  public List<Modality> modalities(Encoders encoders) {
    return List.of(
        encoders
            .as(PictureEncoders.class, "pictures without sound")
            .picture()
            .modality(side, CHANNELS));
  }

  @Override
  public ImageFolder smoke() {
    return new ImageFolder(checksum, classes, side, Math.min(SMOKE_EXAMPLES, mostExamples));
  }
}
