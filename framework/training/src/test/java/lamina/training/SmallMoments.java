package lamina.training;

import lamina.config.Activation;
import lamina.config.AdamW;
import lamina.config.Detector;
import lamina.config.Experiment;
import lamina.config.FeatureProjections;
import lamina.config.GarmentMoments;
import lamina.config.MaskedAttention;
import lamina.config.MomentDetr;
import lamina.config.MomentRetrieval;
import lamina.config.Normalisation;
import lamina.config.PaddingOrder;
import lamina.config.QdDetr;
import lamina.config.Schedule;
import lamina.config.Selection;
import lamina.config.Stopping;
import lamina.config.Training;
import lamina.config.Transformer;
import lamina.config.Trial;
import lamina.mask.MaskFusion;

/** Trials of moment retrieval that train in a moment, with dropout. */
final class SmallMoments {
  private SmallMoments() {}

  static Trial qdDetr(int epochs) {
    return of(new QdDetr(4, 2, MaskedAttention.CROSS_ATTENTION, PaddingOrder.OFFICIAL), epochs);
  }

  static Trial momentDetr(int epochs) {
    return of(new MomentDetr(4, 2), epochs);
  }

  private static Trial of(Detector detector, int epochs) {
    return Trial.of(
        new Experiment<>(
            new MomentRetrieval(new GarmentMoments(12, 8, 8, 0.5, 18, 0), detector),
            new FeatureProjections(2, 0.5),
            new Transformer(1, 2, 8, 16, 0.1, Activation.PRELU, Normalisation.POST),
            SmallTrial.mask(MaskFusion.MULTIPLY),
            new Training(
                epochs,
                4,
                new AdamW(1e-3, 1e-4, 0.9, 0.999, 1e-8),
                new Schedule.Constant(),
                0.1,
                Selection.BEST_VALIDATION,
                new Stopping.Never())),
        5);
  }
}
