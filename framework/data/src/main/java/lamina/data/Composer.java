package lamina.data;

import static lamina.config.GarmentsAndVoices.CANVAS_SIDE;
import static lamina.config.GarmentsAndVoices.CLASSES;
import static lamina.config.GarmentsAndVoices.CROP_SAMPLES;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lamina.config.GarmentsAndVoices;
import lamina.config.Randomness;

/**
 * Composes examples. Each is a pure function of the configuration's noise and seed, the split and
 * its index: a smaller set is the start of a larger one.
 */
final class Composer {
  /**
   * The voice of each garment (an index into {@link Source#LANGUAGES}). T-shirt and sandal, trouser
   * and shirt, pullover and sneaker, dress and bag, coat and ankle boot: garments that look alike
   * never share a voice.
   */
  private static final int[] VOICE_OF_GARMENT = {0, 1, 2, 3, 4, 0, 1, 2, 3, 4};

  /** Mean and standard deviation of a canvas without noise, over many compositions. */
  static final double PIXEL_MEAN = 0.14;

  private static final double PLAIN_DEVIATION = 0.28;

  private final GarmentsAndVoices config;
  private final Garments garments;
  private final Voices voices;

  Composer(GarmentsAndVoices config, Garments garments, Voices voices) {
    this.config = config;
    this.garments = garments;
    this.voices = voices;
  }

  /** The standard deviation of a canvas's pixels. */
  double pixelDeviation() {
    return Math.sqrt(PLAIN_DEVIATION * PLAIN_DEVIATION + config.imageNoise() * config.imageNoise());
  }

  /** The first {@code count} examples of a split. Labels take turns. */
  List<RawExample> compose(Split split, int count) {
    List<List<Voices.Prompt>> prompts = new ArrayList<>();
    for (int voice = 0; voice < Source.LANGUAGES.size(); voice++) {
      prompts.add(voices.of(split, voice));
    }
    List<RawExample> examples = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      SplittableRandom random =
          Randomness.source(config.compositionSeed(), "example " + split + " " + i);
      int label = i % CLASSES;
      int[] pictures = garments.of(split, label);
      float[] canvas = canvas(pictures[random.nextInt(pictures.length)], random);
      float[] wave = wave(prompts.get(VOICE_OF_GARMENT[label]), random);
      examples.add(new RawExample(canvas, wave, label));
    }
    return examples;
  }

  private float[] canvas(int picture, SplittableRandom random) {
    int room = CANVAS_SIDE - Garments.SIDE + 1;
    int top = random.nextInt(room);
    int left = random.nextInt(room);
    float[] canvas = new float[CANVAS_SIDE * CANVAS_SIDE];
    for (int i = 0; i < canvas.length; i++) {
      canvas[i] = (float) config.imageNoise() * Noise.next(random);
    }
    for (int row = 0; row < Garments.SIDE; row++) {
      for (int column = 0; column < Garments.SIDE; column++) {
        canvas[(top + row) * CANVAS_SIDE + left + column] += garments.pixel(picture, row, column);
      }
    }
    return canvas;
  }

  private float[] wave(List<Voices.Prompt> prompts, SplittableRandom random) {
    float[] wave = new float[config.audioSamples()];
    int piece = Math.min(CROP_SAMPLES, wave.length);
    for (int from = 0; from < wave.length; from += CROP_SAMPLES) {
      int length = Math.min(CROP_SAMPLES, wave.length - from);
      System.arraycopy(Crops.draw(voices, prompts, piece, random), 0, wave, from, length);
    }
    double loudness = Crops.loudness(wave);
    double noise = StrictMath.pow(10, -config.audioSnrDecibels() / 20);
    for (int i = 0; i < wave.length; i++) {
      wave[i] = (float) (wave[i] / loudness + noise * Noise.next(random));
    }
    return wave;
  }
}
