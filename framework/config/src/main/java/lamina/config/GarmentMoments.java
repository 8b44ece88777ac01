package lamina.config;

import static lamina.config.Rule.atLeast;
import static lamina.config.Rule.notNegative;
import static lamina.config.Rule.require;

import java.util.function.Function;

/**
 * Videos made of real photographs of garments and real voices, each track cut into segments on its
 * own; a query names a garment and a language, and its moments are where both are there at once.
 * The data card is docs/data-garment-moments.md.
 *
 * @param trainQueries queries, each with a video of its own, composed for training
 * @param validationQueries composed for validation
 * @param testQueries composed for the test
 * @param imageNoise mean standard deviation of the pixel noise, where white is 1; it differs from
 *     clip to clip
 * @param audioSnrDecibels mean signal-to-noise ratio of the voice, in dB; it differs likewise
 * @param compositionSeed the same for every trial of a sweep, so that all see the same data
 */
public record GarmentMoments(
    int trainQueries,
    int validationQueries,
    int testQueries,
    double imageNoise,
    double audioSnrDecibels,
    long compositionSeed)
    implements MomentsData {

  /** Pixels of a clip's picture: 14 x 14. */
  public static final int IMAGE_FEATURES = 196;

  /** Mel bands of a clip's sound; each gives a mean and a standard deviation. */
  public static final int MEL_BANDS = 32;

  /** Width of all-MiniLM-L6-v2, the frozen text encoder. */
  public static final int TEXT_FEATURES = 384;

  private static final int SMOKE_QUERIES = 8;

  /** What a script gets where it says nothing. */
  public static final GarmentMoments STANDARD = new GarmentMoments(800, 100, 200, 0.5, 18, 0);

  public GarmentMoments {
    atLeast(1, "task.data.trainQueries", trainQueries);
    atLeast(1, "task.data.validationQueries", validationQueries);
    atLeast(1, "task.data.testQueries", testQueries);
    notNegative("task.data.imageNoise", imageNoise);
    require(
        Double.isFinite(audioSnrDecibels),
        "task.data.audioSnrDecibels",
        "be a finite number",
        audioSnrDecibels);
  }

  @Override
  public <R> R fold(
      Function<GarmentMoments, R> garmentMoments, Function<QvHighlights, R> qvHighlights) {
    return garmentMoments.apply(this);
  }

  @Override
  public int videoFeatures() {
    return IMAGE_FEATURES + 2 * MEL_BANDS + ENDPOINT_FEATURES;
  }

  @Override
  public int textFeatures() {
    return TEXT_FEATURES;
  }

  @Override
  public GarmentMoments smoke() {
    return new GarmentMoments(
        SMOKE_QUERIES, SMOKE_QUERIES, SMOKE_QUERIES, imageNoise, audioSnrDecibels, compositionSeed);
  }
}
