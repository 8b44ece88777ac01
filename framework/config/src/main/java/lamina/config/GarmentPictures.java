package lamina.config;

import static lamina.config.Rule.atLeast;

import java.util.List;
import java.util.function.Function;

/**
 * Fashion-MNIST's photographs of garments as they are: one grey channel of 28 x 28 pixels; the
 * label is the garment. No photograph is drawn twice, classes take turns, and a smaller set is the
 * start of a larger one: docs/image-classification.md.
 *
 * @param trainExamples photographs of the training part
 * @param validationExamples photographs of the validation part
 * @param testExamples photographs of the test part
 * @param compositionSeed decides which; the same for every trial of a sweep
 */
public record GarmentPictures(
    int trainExamples, int validationExamples, int testExamples, long compositionSeed)
    implements ClassificationData {

  /** Height and width of a photograph, in pixels. */
  public static final int SIDE = 28;

  private static final int SMOKE_EXAMPLES = 8;

  public GarmentPictures {
    atLeast(1, "task.data.trainExamples", trainExamples);
    atLeast(1, "task.data.validationExamples", validationExamples);
    atLeast(1, "task.data.testExamples", testExamples);
  }

  @Override
  public <R> R fold(
      Function<GarmentsAndVoices, R> garmentsAndVoices,
      Function<LabelledFiles, R> labelledFiles,
      Function<GarmentPictures, R> garments,
      Function<ImageFolder, R> imageFolder) {
    return garments.apply(this);
  }

  @Override
  public int classes() {
    return GarmentsAndVoices.CLASSES;
  }

  @Override
  public List<Modality> modalities(Encoders encoders) {
    return List.of(
        encoders.as(PictureEncoders.class, "pictures without sound").picture().modality(SIDE, 1));
  }

  @Override
  public GarmentPictures smoke() {
    return new GarmentPictures(SMOKE_EXAMPLES, SMOKE_EXAMPLES, SMOKE_EXAMPLES, compositionSeed);
  }
}
