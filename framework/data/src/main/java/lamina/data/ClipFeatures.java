package lamina.data;

import static lamina.config.GarmentMoments.IMAGE_FEATURES;
import static lamina.config.GarmentMoments.MEL_BANDS;
import static lamina.config.GarmentsAndVoices.CROP_SAMPLES;
import static lamina.config.GarmentsAndVoices.SAMPLE_RATE;

import java.util.SplittableRandom;
import lamina.config.MelSpectrogram;

/**
 * A clip's picture and sound as numbers of order one: pixels averaged two by two, and the mean and
 * the standard deviation over frames of log mel energies. All scales are fixed.
 */
final class ClipFeatures {
  private static final int FRAME_MILLIS = 20;

  /** Every second frame of the half second, which is half the work. */
  private static final int FRAME_STEP = 2;

  /** Pixels of averaged photographs: mean, standard deviation. */
  private static final double PIXEL_MEAN = 0.29;

  private static final double PIXEL_DEVIATION = 0.33;

  /** Means over frames of log energies: mean, standard deviation. */
  private static final double LEVEL_MEAN = -1.5;

  private static final double LEVEL_DEVIATION = 1.4;

  /** Standard deviations over frames of log energies: mean, standard deviation. */
  private static final double SPREAD_MEAN = 1.6;

  private static final double SPREAD_DEVIATION = 0.8;

  /** The noise of a clip goes from a fifth of the mean to nine fifths. */
  private static final double LEAST_NOISE = 0.2;

  private static final double NOISE_RANGE = 1.6;

  /** From 9 dB over the mean to 9 dB under it. */
  private static final double DECIBEL_RANGE = 18;

  private final double imageNoise;
  private final double decibels;
  private final Garments garments;
  private final double pixelScale;
  private final MelFeatures mel =
      new MelFeatures(new MelSpectrogram(MEL_BANDS, FRAME_MILLIS), SAMPLE_RATE);
  private final int frames;
  private final float[] energies;

  /**
   * Features of clips.
   *
   * @param imageNoise mean standard deviation of the pixel noise, where white is 1
   * @param decibels mean signal-to-noise ratio of the voice
   */
  ClipFeatures(double imageNoise, double decibels, Garments garments) {
    this.imageNoise = imageNoise;
    this.decibels = decibels;
    this.garments = garments;
    double noise = imageNoise / 2;
    this.pixelScale = 1 / Math.sqrt(PIXEL_DEVIATION * PIXEL_DEVIATION + noise * noise);
    this.frames = (CROP_SAMPLES / mel.frame() + FRAME_STEP - 1) / FRAME_STEP;
    this.energies = new float[frames * MEL_BANDS];
  }

  /**
   * Writes 14 x 14 pixels, row by row.
   *
   * @param level 0 for the clip of least noise, 1 for most
   */
  void picture(int picture, double level, SplittableRandom random, float[] into, int to) {
    float noise = (float) (imageNoise * (LEAST_NOISE + NOISE_RANGE * level));
    int side = Garments.SIDE / 2;
    for (int i = 0; i < IMAGE_FEATURES; i++) {
      int row = i / side * 2;
      int column = i % side * 2;
      float sum = 0;
      for (int pixel = 0; pixel < 4; pixel++) {
        sum += garments.pixel(picture, row + pixel / 2, column + pixel % 2);
        sum += noise * Noise.next(random);
      }
      into[to + i] = (float) ((sum / 4 - PIXEL_MEAN) * pixelScale);
    }
  }

  /**
   * Writes the mean of each mel band, then the standard deviation of each.
   *
   * @param crop half a second of mean square 1; noise is added to it
   * @param level 0 for the clip of least noise, 1 for most
   */
  void sound(float[] crop, double level, SplittableRandom random, float[] into, int to) {
    double ratio = decibels + DECIBEL_RANGE * (0.5 - level);
    float noise = (float) StrictMath.pow(10, -ratio / 20);
    for (int i = 0; i < crop.length; i++) {
      crop[i] += noise * Noise.next(random);
    }
    for (int frame = 0; frame < frames; frame++) {
      mel.logEnergies(crop, frame * FRAME_STEP * mel.frame(), energies, frame * MEL_BANDS);
    }
    for (int band = 0; band < MEL_BANDS; band++) {
      double sum = 0;
      double squares = 0;
      for (int frame = 0; frame < frames; frame++) {
        double energy = energies[frame * MEL_BANDS + band];
        sum += energy;
        squares += energy * energy;
      }
      double mean = sum / frames;
      double spread = Math.sqrt(Math.max(squares / frames - mean * mean, 0));
      into[to + band] = (float) ((mean - LEVEL_MEAN) / LEVEL_DEVIATION);
      into[to + MEL_BANDS + band] = (float) ((spread - SPREAD_MEAN) / SPREAD_DEVIATION);
    }
  }
}
