package lamina.training;

import java.nio.file.Path;
import lamina.config.Activation;
import lamina.config.AdamW;
import lamina.config.AttentionMask;
import lamina.config.AudiovisualEncoders;
import lamina.config.Classification;
import lamina.config.ClassificationData;
import lamina.config.Experiment;
import lamina.config.GarmentPictures;
import lamina.config.GarmentsAndVoices;
import lamina.config.MelSpectrogram;
import lamina.config.Normalisation;
import lamina.config.Patches;
import lamina.config.PictureEncoders;
import lamina.config.Pooling;
import lamina.config.Schedule;
import lamina.config.Selection;
import lamina.config.Stopping;
import lamina.config.Training;
import lamina.config.Transformer;
import lamina.config.Trial;
import lamina.config.border.Assignment;
import lamina.config.border.RunFolder;
import lamina.mask.LearnableMask;
import lamina.mask.MaskFusion;
import lamina.mask.MaskInitialisation;
import lamina.mask.MaskLength;
import lamina.mask.MaskParametrisation;
import lamina.mask.MaskPlacement;
import lamina.mask.NoMask;

/** Trials that train in a moment, with dropout, so that every random choice matters. */
final class SmallTrial {
  static final AttentionMask NONE = new NoMask();

  private SmallTrial() {}

  static LearnableMask mask(MaskFusion fusion) {
    return new LearnableMask(
        MaskPlacement.PER_LAYER,
        fusion,
        2,
        null,
        MaskParametrisation.UNCONSTRAINED,
        MaskInitialisation.DEFAULT,
        MaskLength.FIXED);
  }

  static Trial of(AttentionMask mask, int epochs, double learningRate, long seed) {
    return of(new GarmentsAndVoices(48, 16, 16, 0.2, 20, 500, 0), mask, epochs, learningRate, seed);
  }

  /** A Vision Transformer over 4 patches and a class token. */
  static Trial pictures(AttentionMask mask, int epochs) {
    return pictures(
        new Classification(new GarmentPictures(48, 16, 16, 0), Pooling.CLASS_TOKEN),
        14,
        mask,
        epochs);
  }

  static Trial pictures(Classification task, int patch, AttentionMask mask, int epochs) {
    Experiment<AttentionMask> small = of(mask, epochs, 1e-2, 0).experiment();
    return Trial.of(
        new Experiment<>(
            task,
            new PictureEncoders(new Patches(patch)),
            small.backbone(),
            mask,
            small.training()),
        1);
  }

  static Trial of(
      ClassificationData data, AttentionMask mask, int epochs, double learningRate, long seed) {
    return Trial.of(
        new Experiment<>(
            new Classification(data, Pooling.CLASS_TOKEN),
            new AudiovisualEncoders(new Patches(20), new MelSpectrogram(8, 100)),
            new Transformer(2, 2, 16, 32, 0.1, Activation.GELU, Normalisation.PRE),
            mask,
            new Training(
                epochs,
                8,
                new AdamW(learningRate, 0.01, 0.9, 0.999, 1e-8),
                new Schedule.WarmupCosine(0.1),
                learningRate > 1 ? 0 : 1,
                Selection.BEST_VALIDATION,
                new Stopping.Never())),
        seed);
  }

  static RunFolder folder(Path store, Trial trial) {
    return RunFolder.of(store, trial.id());
  }

  static Assignment assignment(Path store, Trial trial) {
    return new Assignment(trial.toJson(), folder(store, trial).path().toAbsolutePath().toString());
  }
}
