package lamina.config;

import static lamina.config.Rule.atLeast;
import static lamina.config.Rule.notNegative;
import static lamina.config.Rule.require;

import java.util.function.Function;

/**
 * Scenes of real photographs of garments and real voices, with three to five captions each that
 * tell in order what is shown and which languages are spoken. The data card is
 * docs/data-garment-captions.md.
 *
 * @param trainExamples scenes composed for training
 * @param validationExamples scenes composed for validation
 * @param testExamples scenes composed for the test
 * @param input how a scene becomes tokens; another input changes neither scenes nor captions
 * @param imageNoise mean standard deviation of the pixel noise, where white is 1; it differs from
 *     clip to clip
 * @param audioSnrDecibels mean signal-to-noise ratio of the voice, in dB; it differs likewise
 * @param compositionSeed the same for every trial of a sweep, so that all see the same data
 */
public record GarmentCaptions(
    int trainExamples,
    int validationExamples,
    int testExamples,
    CaptionInput input,
    double imageNoise,
    double audioSnrDecibels,
    long compositionSeed)
    implements CaptionsData {

  /** Clips of a scene. */
  public static final int CLIPS = 25;

  /** Side of a clip's picture, in pixels. */
  public static final int PICTURE_SIDE = 14;

  /** A mean and a standard deviation for each mel band of a clip's sound. */
  public static final int SOUND_FEATURES = 2 * GarmentMoments.MEL_BANDS;

  private static final int SMOKE_EXAMPLES = 8;

  /** What a script gets where it says nothing: 32 video tokens. */
  public static final GarmentCaptions STANDARD =
      new GarmentCaptions(2000, 200, 400, new VideoPatches(8, 2), 0.25, 26, 0);

  public GarmentCaptions {
    atLeast(1, "task.data.trainExamples", trainExamples);
    atLeast(1, "task.data.validationExamples", validationExamples);
    atLeast(1, "task.data.testExamples", testExamples);
    notNegative("task.data.imageNoise", imageNoise);
    require(
        Double.isFinite(audioSnrDecibels),
        "task.data.audioSnrDecibels",
        "be a finite number",
        audioSnrDecibels);
  }

  @Override
  public <R> R fold(
      Function<GarmentCaptions, R> garmentCaptions,
      Function<MsrVtt, R> msrVtt,
      Function<Mad, R> mad) {
    return garmentCaptions.apply(this);
  }

  @Override
  public int videoTokens() {
    return input.videoTokens();
  }

  @Override
  public int videoFeatures() {
    return input.videoFeatures();
  }

  @Override
  public int audioTokens() {
    return input.audioTokens();
  }

  @Override
  public int audioFeatures() {
    return input.audioFeatures();
  }

  @Override
  public GarmentCaptions smoke() {
    return new GarmentCaptions(
        SMOKE_EXAMPLES,
        SMOKE_EXAMPLES,
        SMOKE_EXAMPLES,
        input,
        imageNoise,
        audioSnrDecibels,
        compositionSeed);
  }
}
