package lamina.config;

import static lamina.config.Rule.atLeast;
import static lamina.config.Rule.notNegative;
import static lamina.config.Rule.require;

import java.util.List;
import java.util.function.Function;

/**
 * A garment at a random place on a noisy canvas, and one of five voices speaking; the label is the
 * garment. Each voice stands for two garments that do not look alike, so neither modality is enough
 * alone. The data card is docs/data-garments-and-voices.md.
 *
 * @param trainExamples examples composed for training
 * @param validationExamples examples composed for validation
 * @param testExamples examples composed for the test
 * @param imageNoise standard deviation of the canvas noise, where white is 1
 * @param audioSnrDecibels signal-to-noise ratio of the voice, in dB
 * @param audioMillis length of the speech, in milliseconds; half a second a piece, from random
 *     prompts of the voice
 * @param compositionSeed the same for every trial of a sweep, so that all see the same data
 */
public record GarmentsAndVoices(
    int trainExamples,
    int validationExamples,
    int testExamples,
    double imageNoise,
    double audioSnrDecibels,
    int audioMillis,
    long compositionSeed)
    implements ClassificationData {

  /** Garments. */
  public static final int CLASSES = 10;

  /** Side of the canvas, in pixels. */
  public static final int CANVAS_SIDE = 40;

  /** Samples a second of the recordings. */
  public static final int SAMPLE_RATE = 8000;

  /** Length of a piece of speech, in samples: half a second. */
  public static final int CROP_SAMPLES = 4000;

  private static final int MOST_AUDIO_MILLIS = 60_000;

  private static final int SMOKE_EXAMPLES = 8;

  public GarmentsAndVoices {
    atLeast(1, "task.data.trainExamples", trainExamples);
    atLeast(1, "task.data.validationExamples", validationExamples);
    atLeast(1, "task.data.testExamples", testExamples);
    notNegative("task.data.imageNoise", imageNoise);
    require(
        Double.isFinite(audioSnrDecibels),
        "task.data.audioSnrDecibels",
        "be a finite number",
        audioSnrDecibels);
    atLeast(1, "task.data.audioMillis", audioMillis);
    require(
        audioMillis <= MOST_AUDIO_MILLIS,
        "task.data.audioMillis",
        "be at most " + MOST_AUDIO_MILLIS,
        audioMillis);
  }

  /** Length of the speech in samples. */
  public int audioSamples() {
    return SAMPLE_RATE / 1000 * audioMillis;
  }

  @Override
  public <R> R fold(
      Function<GarmentsAndVoices, R> garmentsAndVoices,
      Function<LabelledFiles, R> labelledFiles,
      Function<GarmentPictures, R> garments,
      Function<ImageFolder, R> imageFolder) {
    return garmentsAndVoices.apply(this);
  }

  @Override
  public int classes() {
    return CLASSES;
  }

  @Override
  public List<Modality> modalities(Encoders encoders) {
    return encoders
        .as(AudiovisualEncoders.class, "pictures with sound")
        .modalities(CANVAS_SIDE, audioSamples(), SAMPLE_RATE);
  }

  @Override
  public GarmentsAndVoices smoke() {
    return new GarmentsAndVoices(
        SMOKE_EXAMPLES,
        SMOKE_EXAMPLES,
        SMOKE_EXAMPLES,
        imageNoise,
        audioSnrDecibels,
        audioMillis,
        compositionSeed);
  }
}
