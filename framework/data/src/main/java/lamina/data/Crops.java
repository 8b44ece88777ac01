package lamina.data;

import static lamina.config.GarmentsAndVoices.CROP_SAMPLES;

import java.util.List;
import java.util.SplittableRandom;

/** Cuts pieces of at most half a second, in which somebody speaks, out of prompts. */
final class Crops {
  private static final double QUIETEST = 0.02;
  private static final int TRIES = 50;

  private Crops() {}

  /** A random piece of a random prompt; a quiet one is drawn again. */
  static float[] draw(
      Voices voices, List<Voices.Prompt> prompts, int length, SplittableRandom random) {
    float[] crop = new float[length];
    for (int attempt = 0; attempt < TRIES; attempt++) {
      Voices.Prompt prompt = prompts.get(random.nextInt(prompts.size()));
      int start = prompt.start() + random.nextInt(prompt.length() - CROP_SAMPLES + 1);
      for (int i = 0; i < crop.length; i++) {
        crop[i] = voices.sample(start + i);
      }
      if (loudness(crop) >= QUIETEST) {
        return crop;
      }
    }
    return crop;
  }

  /** Half a second of a random prompt, brought to mean square 1. */
  static float[] drawEven(Voices voices, List<Voices.Prompt> prompts, SplittableRandom random) {
    float[] crop = draw(voices, prompts, CROP_SAMPLES, random);
    float scale = (float) (1 / loudness(crop));
    for (int i = 0; i < crop.length; i++) {
      crop[i] *= scale;
    }
    return crop;
  }

  /** The root of the mean square, never zero. */
  static double loudness(float[] wave) {
    double sum = 0;
    for (float sample : wave) {
      sum += (double) sample * sample;
    }
    return Math.max(Math.sqrt(sum / wave.length), 1e-6);
  }
}
