package lamina.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lamina.mask.NoMask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MomentRetrievalTest {
  private static final Transformer BACKBONE =
      new Transformer(2, 4, 64, 128, 0, Activation.PRELU, Normalisation.POST);

  /** Written by hand from the rules: sorted keys, no spaces, every field, shortest numbers. */
  private static final String TASK =
      "\"task\":{\"data\":{\"audioSnrDecibels\":18,\"compositionSeed\":0,\"imageNoise\":0.5,"
          + "\"kind\":\"garment-moments\",\"testQueries\":200,\"trainQueries\":800,"
          + "\"validationQueries\":100},\"detector\":{\"decoderLayers\":2,\"kind\":\"qd-detr\","
          + "\"masked\":\"cross-attention\",\"paddingOrder\":\"corrected\",\"queries\":10},"
          + "\"kind\":\"moment-retrieval\"}";

  private static final String ENCODERS = "\"encoders\":{\"dropout\":0.5,\"layers\":2}";

  private static Experiment<NoMask> experiment(Detector detector) {
    return new Experiment<>(
        new MomentRetrieval(new GarmentMoments(800, 100, 200, 0.5, 18, 0), detector),
        new FeatureProjections(2, 0.5),
        BACKBONE,
        new NoMask(),
        Given.baseline().training());
  }

  private static QdDetr qdDetr(MaskedAttention masked) {
    return new QdDetr(10, 2, masked, PaddingOrder.CORRECTED);
  }

  @Test
  void theCanonicalTextIsPinned() {
    String text = Trial.of(experiment(qdDetr(MaskedAttention.CROSS_ATTENTION)), 1).toJson();
    assertThat(text).contains(TASK).contains(ENCODERS);
    assertThat(Trial.fromJson(text).toJson()).isEqualTo(text);
  }

  @Test
  void whereAMaskWouldActIsNoPartOfABaseline() {
    Experiment<NoMask> cross = experiment(qdDetr(MaskedAttention.CROSS_ATTENTION));
    Experiment<NoMask> self = experiment(qdDetr(MaskedAttention.SELF_ATTENTION));
    assertThat(Trial.of(self, 0).id()).isEqualTo(Trial.of(cross, 0).id());
    assertThat(Trial.of(self.with(Given.mask()), 0).id())
        .isNotEqualTo(Trial.of(cross.with(Given.mask()), 0).id());
  }

  @Test
  void theMaskedAttentionHasTheSizesOfThePaper() {
    assertThat(experiment(qdDetr(MaskedAttention.CROSS_ATTENTION)).maskShape())
        .isEqualTo(new MaskShape(75, 32));
    assertThat(experiment(qdDetr(MaskedAttention.SELF_ATTENTION)).maskShape())
        .isEqualTo(new MaskShape(76, 76));
    assertThat(experiment(new MomentDetr(10, 2)).maskShape()).isEqualTo(new MaskShape(107, 107));
  }

  @ParameterizedTest
  @EnumSource(QvFeatures.class)
  void officialFeaturesAreAsWideAsTheirFolders(QvFeatures features) {
    int width = features.folders().stream().mapToInt(QvFeatures.Folder::width).sum();
    assertThat(new QvHighlights(features, 1).videoFeatures()).isEqualTo(width + 2);
  }

  @Test
  void theOfficialWidthsAreThoseOfTheOfficialModel() {
    QvHighlights data = new QvHighlights(QvFeatures.SLOWFAST_CLIP, 1);
    assertThat(data.videoFeatures()).isEqualTo(2818);
    assertThat(data.textFeatures()).isEqualTo(512);
  }

  @Test
  void whatDoesNotFitIsRefusedWithItsName() {
    Experiment<NoMask> right = experiment(new MomentDetr(10, 2));
    assertThatThrownBy(() -> right.withBackbone(BACKBONE.withNormalisation(Normalisation.PRE)))
        .hasMessage("backbone.normalisation must be post for a detector, got pre");
    assertThatThrownBy(
            () ->
                right.withBackbone(
                    new Transformer(2, 3, 6, 8, 0, Activation.RELU, Normalisation.POST)))
        .hasMessage("backbone.width must be a multiple of 4 for sine positions, got 6");
    assertThatThrownBy(
            () ->
                new Experiment<>(
                    right.task(),
                    Given.baseline().encoders(),
                    BACKBONE,
                    new NoMask(),
                    right.training()))
        .hasMessageContaining("encoders must be FeatureProjections for moment retrieval");
    assertThatThrownBy(() -> new MomentDetr(0, 2))
        .hasMessage("task.detector.queries must be at least 1, got 0");
    assertThatThrownBy(() -> new FeatureProjections(2, 1))
        .hasMessage("encoders.dropout must be at least 0 and below 1, got 1");
    assertThatThrownBy(() -> new QvHighlights(QvFeatures.CLIP, 0))
        .hasMessage("task.data.mostQueries must be at least 1, got 0");
    assertThatThrownBy(() -> new GarmentMoments(1, 1, 0, 0.5, 18, 0))
        .hasMessage("task.data.testQueries must be at least 1, got 0");
  }

  @Test
  void aSmokeTestIsAnotherTrialOfEightQueries() {
    Experiment<NoMask> whole = experiment(new MomentDetr(10, 2));
    assertThat(Trial.of(whole.smoke(), 0).id()).isNotEqualTo(Trial.of(whole, 0).id());
    assertThat(Trial.of(whole.smoke(), 0).toJson()).contains("\"trainQueries\":8");
  }
}
