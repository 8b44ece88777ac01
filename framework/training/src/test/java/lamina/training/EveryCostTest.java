package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lamina.config.Activation;
import lamina.config.AttentionMask;
import lamina.config.CaptionInput;
import lamina.config.Captioner;
import lamina.config.Captioning;
import lamina.config.Classification;
import lamina.config.ClassificationData;
import lamina.config.Detector;
import lamina.config.Experiment;
import lamina.config.FeatureProjections;
import lamina.config.FeatureTokens;
import lamina.config.FrozenDecoder;
import lamina.config.GarmentCaptions;
import lamina.config.Generation;
import lamina.config.ImagesAndSounds;
import lamina.config.LlamaAdapter;
import lamina.config.MaskedAttention;
import lamina.config.MomentDetr;
import lamina.config.MomentRetrieval;
import lamina.config.Normalisation;
import lamina.config.PaddingOrder;
import lamina.config.Pooling;
import lamina.config.QdDetr;
import lamina.config.SwinBert;
import lamina.config.VideoPatches;
import lamina.cost.Cost;
import lamina.data.DataFolder;
import lamina.data.TinyData;
import lamina.data.language.TinyLanguageModel;
import lamina.mask.FrozenMask;
import lamina.mask.LayerChoice;
import lamina.mask.LearnableMask;
import lamina.mask.LinearControl;
import lamina.mask.MaskFusion;
import lamina.mask.MaskLength;
import lamina.mask.MaskPlacement;
import lamina.mask.Masks;
import lamina.mask.OnLayers;
import lamina.mask.ShuffledMask;
import lamina.mask.SparseMask;
import lamina.mask.StaticMask;
import lamina.task.Learning;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is counted from a configuration is what the model of that configuration declares. */
class EveryCostTest {
  @TempDir Path temporary;
  private DataFolder data;

  @BeforeEach
  void writeData() throws IOException {
    ComputeDevice.start("cpu", 1);
    data = TinyData.in(temporary.resolve("data"));
  }

  /** {@link EveryMechanismTest} has those of the zoo. */
  @Test
  void everyKindOfMaskIsHere() {
    assertThat(masks().stream().map(Object::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(new Masks().kinds());
  }

  @Test
  void everyClassifierHasTheCountedParameters() {
    Experiment<AttentionMask> given = SmallTrial.of(SmallTrial.NONE, 1, 1e-3, 0).experiment();
    Classification task = (Classification) given.task();
    for (AttentionMask mask : masksOfAnyTask()) {
      assertCounted(given.with(mask));
    }
    for (Pooling pooling : Pooling.values()) {
      assertCounted(given.withTask(new Classification(task.data(), pooling)));
    }
    for (Normalisation normalisation : Normalisation.values()) {
      assertCounted(given.withBackbone(given.backbone().withNormalisation(normalisation)));
    }
    for (Activation activation : Activation.values()) {
      assertCounted(given.withBackbone(given.backbone().withActivation(activation)));
    }
  }

  @Test
  void everyClassifierOfPicturesHasTheCountedParameters() {
    Experiment<AttentionMask> given = SmallTrial.pictures(SmallTrial.NONE, 1).experiment();
    ClassificationData pictures = ((Classification) given.task()).data();
    for (AttentionMask mask : masksOfAnyTask()) {
      assertCounted(given.with(mask));
    }
    for (Pooling pooling : Pooling.values()) {
      assertCounted(given.withTask(new Classification(pictures, pooling)));
    }
  }

  @Test
  void everyDetectorHasTheCountedParameters() {
    Experiment<AttentionMask> given = SmallMoments.momentDetr(1).experiment();
    MomentRetrieval task = (MomentRetrieval) given.task();
    List<Detector> detectors = new ArrayList<>();
    for (int layers : List.of(1, 2, 3)) {
      detectors.add(new MomentDetr(4, layers));
      for (MaskedAttention masked : MaskedAttention.values()) {
        detectors.add(new QdDetr(4, layers, masked, PaddingOrder.CORRECTED));
      }
    }
    for (Detector detector : detectors) {
      Experiment<AttentionMask> with = given.withTask(task.withDetector(detector));
      for (AttentionMask mask : masksOfAnyTask()) {
        assertCounted(with.with(mask));
      }
      for (int projections : List.of(1, 3)) {
        assertCounted(
            new Experiment<>(
                with.task(),
                new FeatureProjections(projections, 0),
                with.backbone().withActivation(Activation.RELU).withLayers(3),
                with.mask(),
                with.training()));
      }
    }
  }

  @Test
  void everyCaptionerHasTheCountedParameters() {
    FrozenDecoder decoder = new FrozenDecoder(3, 2, 16, 1, 8, 1e-3, 0);
    for (CaptionInput input : List.of(new VideoPatches(8, 2), new ImagesAndSounds())) {
      GarmentCaptions captions = new GarmentCaptions(12, 8, 8, input, 0.25, 26, 0);
      for (boolean positions : List.of(true, false)) {
        for (AttentionMask mask : masks()) {
          assertCounted(captioner(captions, new LlamaAdapter(decoder, 2, 12), positions, mask));
          if (input.audioTokens() == 0) {
            assertCounted(captioner(captions, new SwinBert(12, 0.5), positions, mask));
          }
        }
      }
    }
  }

  @Test
  void aDecoderThatIsBroughtIsCountedByItsFiles() throws IOException {
    TinyLanguageModel model = new TinyLanguageModel(data, "tiny", List.of("a", "shirt", "then"));
    GarmentCaptions captions = new GarmentCaptions(12, 8, 8, new ImagesAndSounds(), 0.25, 26, 0);
    assertCounted(
        captioner(captions, new LlamaAdapter(model.declared(), 1, 12), true, SmallTrial.NONE));
  }

  private static Experiment<?> captioner(
      GarmentCaptions data, Captioner captioner, boolean positions, AttentionMask mask) {
    Experiment<?> small = SmallTrial.of(SmallTrial.NONE, 1, 1e-3, 0).experiment();
    return new Experiment<>(
        new Captioning(data, captioner, new Generation(1, 0), 1),
        new FeatureTokens(positions),
        small.backbone(),
        mask,
        small.training());
  }

  private void assertCounted(Experiment<?> experiment) {
    Cost cost = Cost.of(experiment, MeasureCosts.language(experiment.task(), data));
    try (NDManager manager = NDManager.newBaseManager();
        Learning learning = TrainingRun.learning(experiment, data, manager)) {
      var declared = learning.declaration();
      assertThat(cost.trainable()).as(experiment.toString()).isEqualTo(declared.size());
      assertThat(cost.parameters() - cost.trainable()).isEqualTo(declared.frozenSize());
    }
  }

  private static List<AttentionMask> masks() {
    List<AttentionMask> masks = new ArrayList<>(masksOfAnyTask());
    masks.add(new SparseMask(0.5, false));
    return masks;
  }

  private static List<AttentionMask> masksOfAnyTask() {
    List<AttentionMask> masks = new ArrayList<>(List.of(SmallTrial.NONE));
    LearnableMask lam = SmallTrial.mask(MaskFusion.ADD);
    for (MaskPlacement placement : MaskPlacement.values()) {
      for (MaskLength length : MaskLength.values()) {
        for (int depth : List.of(1, 2, 4)) {
          LearnableMask mask = lam.withPlacement(placement).withLength(length).withDepth(depth);
          masks.addAll(List.of(mask, mask.withHidden(3)));
        }
      }
    }
    masks.add(new StaticMask(MaskFusion.ADD));
    masks.add(new ShuffledMask(lam));
    masks.add(new FrozenMask(lam));
    masks.add(new LinearControl(3, true));
    masks.add(new LinearControl(3, false));
    masks.add(new OnLayers(lam, LayerChoice.last()));
    return masks;
  }
}
