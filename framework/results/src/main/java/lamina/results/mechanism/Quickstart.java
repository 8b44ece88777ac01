package lamina.results.mechanism;

import lamina.config.Activation;
import lamina.config.AdamW;
import lamina.config.AttentionMask;
import lamina.config.AudiovisualEncoders;
import lamina.config.Classification;
import lamina.config.Experiment;
import lamina.config.GarmentsAndVoices;
import lamina.config.MelSpectrogram;
import lamina.config.Normalisation;
import lamina.config.Patches;
import lamina.config.Pooling;
import lamina.config.Schedule;
import lamina.config.Selection;
import lamina.config.Stopping;
import lamina.config.Training;
import lamina.config.Transformer;

/** The experiment of the quickstart, as the size at which mechanisms are compared. */
public final class Quickstart {
  /** That size in words. */
  public static final String SIZE = "4 layers, 4 heads, width 64, 25 + 25 tokens";

  private Quickstart() {}

  /**
   * The experiment under a mask.
   *
   * @throws lamina.config.ConfigException where the mask cannot be there
   */
  public static <M extends AttentionMask> Experiment<M> under(M mask) {
    return new Experiment<>(
        new Classification(
            new GarmentsAndVoices(1600, 400, 1000, 0.2, 20, 500, 0), Pooling.MEAN, 0, 0, 0),
        new AudiovisualEncoders(new Patches(8), new MelSpectrogram(32, 20)),
        new Transformer(4, 4, 64, 256, 0, Activation.GELU, Normalisation.PRE),
        mask,
        new Training(
            6,
            64,
            new AdamW(2e-3, 0.01, 0.9, 0.999, 1e-8),
            new Schedule.WarmupCosine(0.1),
            1,
            Selection.BEST_VALIDATION,
            new Stopping.Never()));
  }
}
