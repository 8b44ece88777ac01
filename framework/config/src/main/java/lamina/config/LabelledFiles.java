package lamina.config;

import static lamina.config.Rule.atLeast;
import static lamina.config.Rule.between;
import static lamina.config.Rule.require;

import java.util.List;
import java.util.function.Function;

/**
 * A picture, a sound and a label an example, of a user's own files, as {@code lamina data add} has
 * prepared them: docs/bring-your-own-data.md says how.
 *
 * @param checksum SHA-256 of the prepared data, which is their identity; where they came from is
 *     not
 * @param classes how many labels there are, at least 2
 * @param imageSide height and width of the prepared pictures, in pixels
 * @param sampleRate samples a second of the prepared sounds
 * @param audioMillis length of the prepared sounds, in milliseconds; a whole number of samples
 * @param mostExamples the first so many examples of each split
 */
public record LabelledFiles(
    String checksum, int classes, int imageSide, int sampleRate, int audioMillis, int mostExamples)
    implements ClassificationData {

  private static final int MOST_IMAGE_SIDE = 1024;
  private static final int LEAST_SAMPLE_RATE = 1000;
  private static final int MOST_SAMPLE_RATE = 192_000;
  private static final int MOST_AUDIO_MILLIS = 60_000;
  private static final int SMOKE_EXAMPLES = 8;

  public LabelledFiles {
    require(
        checksum.matches("[0-9a-f]{64}"),
        "task.data.checksum",
        "be 64 hexadecimal digits, as lamina data add prints them",
        "'" + checksum + "'");
    atLeast(2, "task.data.classes", classes);
    between(1, MOST_IMAGE_SIDE, "task.data.imageSide", imageSide);
    between(LEAST_SAMPLE_RATE, MOST_SAMPLE_RATE, "task.data.sampleRate", sampleRate);
    between(1, MOST_AUDIO_MILLIS, "task.data.audioMillis", audioMillis);
    require(
        (long) sampleRate * audioMillis % 1000 == 0,
        "task.data.audioMillis",
        "be a whole number of samples at " + sampleRate + " a second",
        audioMillis);
    atLeast(1, "task.data.mostExamples", mostExamples);
  }

  /** Length of a sound in samples. */
  public int audioSamples() {
    return (int) ((long) sampleRate * audioMillis / 1000);
  }

  @Override
  public <R> R fold(
      Function<GarmentsAndVoices, R> garmentsAndVoices,
      Function<LabelledFiles, R> labelledFiles,
      Function<GarmentPictures, R> garments,
      Function<ImageFolder, R> imageFolder) {
    return labelledFiles.apply(this);
  }

  @Override
  public List<Modality> modalities(Encoders encoders) {
    return encoders
        .as(AudiovisualEncoders.class, "pictures with sound")
        .modalities(imageSide, audioSamples(), sampleRate);
  }

  @Override
  public LabelledFiles smoke() {
    return new LabelledFiles(
        checksum,
        classes,
        imageSide,
        sampleRate,
        audioMillis,
        Math.min(SMOKE_EXAMPLES, mostExamples));
  }
}
