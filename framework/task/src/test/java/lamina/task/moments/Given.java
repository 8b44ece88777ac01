package lamina.task.moments;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lamina.config.Activation;
import lamina.config.AttentionMask;
import lamina.config.FeatureProjections;
import lamina.config.MaskedAttention;
import lamina.config.Normalisation;
import lamina.config.PaddingOrder;
import lamina.config.QdDetr;
import lamina.config.Transformer;
import lamina.mask.LearnableMask;
import lamina.mask.MaskFusion;
import lamina.mask.MaskInitialisation;
import lamina.mask.MaskLength;
import lamina.mask.MaskParametrisation;
import lamina.mask.MaskPlacement;
import lamina.metric.moments.GroundTruth;
import lamina.metric.moments.GroundTruth.Window;
import lamina.model.detector.DetectorConfig;
import lamina.model.detector.MomentInput;

/** Small detectors, inputs and truths. */
final class Given {
  static final int VIDEO_FEATURES = 5;
  static final int TEXT_FEATURES = 3;

  private Given() {}

  static DetectorConfig config(AttentionMask mask) {
    return new DetectorConfig(
        VIDEO_FEATURES,
        TEXT_FEATURES,
        new FeatureProjections(2, 0),
        new Transformer(2, 2, 8, 12, 0, Activation.PRELU, Normalisation.POST),
        mask);
  }

  static QdDetr qdDetr(MaskedAttention masked) {
    return new QdDetr(4, 2, masked, PaddingOrder.CORRECTED);
  }

  static LearnableMask mask(MaskFusion fusion) {
    return new LearnableMask(
        MaskPlacement.PER_LAYER,
        fusion,
        2,
        8,
        MaskParametrisation.UNCONSTRAINED,
        MaskInitialisation.DEFAULT,
        MaskLength.FIXED);
  }

  /** Random features of videos and queries of these lengths. */
  static MomentInput input(NDManager manager, int[] clips, int[] words) {
    SplittableRandom random = new SplittableRandom(8);
    return new MomentInput(
        features(manager, random, clips, VIDEO_FEATURES),
        real(manager, clips),
        features(manager, random, words, TEXT_FEATURES),
        real(manager, words));
  }

  private static int most(int[] lengths) {
    return java.util.Arrays.stream(lengths).max().orElseThrow();
  }

  private static NDArray features(
      NDManager manager, SplittableRandom random, int[] lengths, int width) {
    float[] values = new float[lengths.length * most(lengths) * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return manager.create(values, new Shape(lengths.length, most(lengths), width));
  }

  private static NDArray real(NDManager manager, int[] lengths) {
    boolean[] real = new boolean[lengths.length * most(lengths)];
    for (int i = 0; i < lengths.length; i++) {
      java.util.Arrays.fill(real, i * most(lengths), i * most(lengths) + lengths[i], true);
    }
    return manager.create(real, new Shape(lengths.length, most(lengths)));
  }

  /** A query whose relevant clips are those of its windows, each with one saliency. */
  static GroundTruth truth(int clips, List<Window> windows, int saliency) {
    List<Integer> relevant = new ArrayList<>();
    for (Window window : windows) {
      for (int clip = (int) window.start() / 2; clip < (int) window.end() / 2; clip++) {
        relevant.add(clip);
      }
    }
    List<List<Integer>> raters =
        relevant.stream().map(clip -> List.of(saliency, saliency, saliency)).toList();
    return new GroundTruth(7, "a query", 2 * clips, "video", windows, relevant, raters);
  }
}
