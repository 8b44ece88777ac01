package lamina.model.detector;

import static org.assertj.core.api.Assertions.assertThat;

import lamina.config.Activation;
import lamina.config.AttentionMask;
import lamina.config.Detector;
import lamina.config.FeatureProjections;
import lamina.config.MaskedAttention;
import lamina.config.MomentDetr;
import lamina.config.Normalisation;
import lamina.config.PaddingOrder;
import lamina.config.QdDetr;
import lamina.config.QvFeatures;
import lamina.config.QvHighlights;
import lamina.config.Transformer;
import lamina.mask.LearnableMask;
import lamina.mask.MaskFusion;
import lamina.mask.MaskInitialisation;
import lamina.mask.MaskLength;
import lamina.mask.MaskParametrisation;
import lamina.mask.MaskPlacement;
import lamina.mask.NoMask;
import lamina.model.Declaration;
import org.junit.jupiter.api.Test;

/** Exact numbers of trainable parameters. */
class DetectorParametersTest {
  private static final int OFFICIAL = 7_585_573;

  private static int count(Detector detector, AttentionMask mask) {
    QvHighlights data = new QvHighlights(QvFeatures.SLOWFAST_CLIP, 1);
    DetectorConfig config =
        new DetectorConfig(
            data.videoFeatures(),
            data.textFeatures(),
            new FeatureProjections(2, 0.5),
            new Transformer(2, 8, 256, 1024, 0.1, activation(detector), Normalisation.POST),
            mask);
    Declaration declaration = new Declaration();
    MomentDetector.of(declaration, detector, config);
    return declaration.size();
  }

  /** As the official code of each has it. */
  private static Activation activation(Detector detector) {
    return detector.fold(qdDetr -> Activation.PRELU, momentDetr -> Activation.RELU);
  }

  private static QdDetr qdDetr(MaskedAttention masked) {
    return new QdDetr(10, 2, masked, PaddingOrder.CORRECTED);
  }

  private static LearnableMask mask(int depth) {
    return new LearnableMask(
        MaskPlacement.PER_LAYER,
        MaskFusion.MULTIPLY,
        depth,
        256,
        MaskParametrisation.UNCONSTRAINED,
        MaskInitialisation.DEFAULT,
        MaskLength.FIXED);
  }

  @Test
  void theOfficialSizeHasTheOfficialCount() {
    for (MaskedAttention where : MaskedAttention.values()) {
      assertThat(count(qdDetr(where), new NoMask())).isEqualTo(OFFICIAL);
    }
  }

  /** 32 columns for words, in each of two layers. */
  @Test
  void aMaskOnTheCrossAttentionHasAColumnAWord() {
    assertThat(count(qdDetr(MaskedAttention.CROSS_ATTENTION), mask(1)))
        .isEqualTo(OFFICIAL + 2 * (256 * 32 + 32));
    assertThat(count(qdDetr(MaskedAttention.CROSS_ATTENTION), mask(32)))
        .isEqualTo(OFFICIAL + 2 * (31 * (256 * 256 + 256) + 256 * 32 + 32));
  }

  /** 75 columns for clips and one for the global token. */
  @Test
  void aMaskOnTheSelfAttentionHasAColumnAClip() {
    assertThat(count(qdDetr(MaskedAttention.SELF_ATTENTION), mask(1)))
        .isEqualTo(OFFICIAL + 2 * (256 * 76 + 76));
  }

  /**
   * By hand, D 256: projections of 2818 and 512 features (2 norms, D F + D and D D + D each); 2
   * encoder layers of 4 (D D + D), 2 norms and a feed-forward of 1024; 2 decoder layers with twice
   * the attention and 3 norms; the last norm, queries and heads.
   */
  @Test
  void momentDetrHasTheCountOfItsParts() {
    int square = 256 * 256 + 256;
    int norm = 2 * 256;
    int feedForward = 256 * 1024 + 1024 + 1024 * 256 + 256;
    int video = 2 * 2818 + 2818 * 256 + 256 + norm + square;
    int text = 2 * 512 + 512 * 256 + 256 + norm + square;
    int encoder = 2 * (4 * square + 2 * norm + feedForward);
    int decoder = 2 * (8 * square + 3 * norm + feedForward) + norm + 10 * 256;
    int heads = 256 * 2 + 2 + 2 * square + 256 * 2 + 2 + 256 + 1;
    assertThat(count(new MomentDetr(10, 2), new NoMask()))
        .isEqualTo(video + text + encoder + decoder + heads);
  }
}
