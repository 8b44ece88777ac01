package lamina.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import lamina.config.Activation;
import lamina.config.AdamW;
import lamina.config.AudiovisualEncoders;
import lamina.config.Captioner;
import lamina.config.Captioning;
import lamina.config.Classification;
import lamina.config.Detector;
import lamina.config.Encoders;
import lamina.config.Experiment;
import lamina.config.FeatureProjections;
import lamina.config.FeatureTokens;
import lamina.config.FrozenDecoder;
import lamina.config.GarmentCaptions;
import lamina.config.GarmentMoments;
import lamina.config.GarmentPictures;
import lamina.config.GarmentsAndVoices;
import lamina.config.Generation;
import lamina.config.ImagesAndSounds;
import lamina.config.LlamaAdapter;
import lamina.config.MaskedAttention;
import lamina.config.MelSpectrogram;
import lamina.config.MomentDetr;
import lamina.config.MomentRetrieval;
import lamina.config.Normalisation;
import lamina.config.PaddingOrder;
import lamina.config.Patches;
import lamina.config.PictureEncoders;
import lamina.config.Pooling;
import lamina.config.QdDetr;
import lamina.config.Schedule;
import lamina.config.Selection;
import lamina.config.Stopping;
import lamina.config.SwinBert;
import lamina.config.Task;
import lamina.config.Training;
import lamina.config.Transformer;
import lamina.config.VideoPatches;
import lamina.cost.Controls;
import lamina.data.DataFolder;
import lamina.data.TinyData;
import lamina.mask.FrozenMask;
import lamina.mask.LearnableMask;
import lamina.mask.MaskFusion;
import lamina.mask.MaskInitialisation;
import lamina.mask.MaskLength;
import lamina.mask.MaskParametrisation;
import lamina.mask.MaskPlacement;
import lamina.mask.NoMask;
import lamina.mask.ShuffledMask;
import lamina.task.captioning.CaptionLearning;
import lamina.task.classification.ClassificationLearning;
import lamina.task.moments.MomentLearning;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What controls are derived to have in common is what their models have in common. */
class ControlsTest {
  @TempDir static Path home;
  private static DataFolder data;

  @BeforeAll
  static void writeData() throws IOException {
    data = TinyData.in(home);
  }

  static Set<String> models() {
    return all().keySet();
  }

  @ParameterizedTest
  @MethodSource("models")
  void theControlsOfEveryModelHaveAsManyParametersAsTheMaskedOne(String model) {
    Experiment<NoMask> plain = all().get(model);
    for (MaskPlacement placement : MaskPlacement.values()) {
      for (int depth : new int[] {2, 8}) {
        var masked = plain.with(mask(placement, depth));
        int expected = trained(masked);
        assertThat(expected)
            .as("no mask is no control")
            .isNotCloseTo(trained(plain), withinPercentage(1));
        for (Experiment<?> control :
            new Experiment<?>[] {
              Controls.equalParameters(masked, false),
              Controls.equalParameters(masked, true),
              Controls.stackedLayers(masked)
            }) {
          assertThat(trained(control))
              .as(control + " beside " + masked.mask())
              .isCloseTo(expected, withinPercentage(1));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void aShuffledMaskIsTrainedAndAFrozenOneIsNot(String model) {
    Experiment<NoMask> plain = all().get(model);
    LearnableMask mask = mask(MaskPlacement.PER_LAYER, 2);
    assertThat(trained(plain.with(new ShuffledMask(mask)))).isEqualTo(trained(plain.with(mask)));
    assertThat(trained(plain.with(new FrozenMask(mask)))).isEqualTo(trained(plain));
  }

  private static int trained(Experiment<?> experiment) {
    try (NDManager manager = NDManager.newBaseManager();
        Learning learning = learning(experiment, manager)) {
      return learning.declaration().size();
    }
  }

  private static Learning learning(Experiment<?> experiment, NDManager manager) {
    return experiment
        .task()
        .fold(
            classification -> new ClassificationLearning(classification, experiment, data, manager),
            moments -> new MomentLearning(moments, experiment, data),
            captioning -> new CaptionLearning(captioning, experiment, data));
  }

  private static LearnableMask mask(MaskPlacement placement, int depth) {
    return new LearnableMask(
        placement,
        MaskFusion.MULTIPLY,
        depth,
        null,
        MaskParametrisation.UNCONSTRAINED,
        MaskInitialisation.DEFAULT,
        MaskLength.FIXED);
  }

  private static Map<String, Experiment<NoMask>> all() {
    Map<String, Experiment<NoMask>> all = new LinkedHashMap<>();
    all.put(
        "classification",
        experiment(
            new Classification(new GarmentsAndVoices(48, 16, 16, 0.2, 20, 500, 0), Pooling.MEAN),
            new AudiovisualEncoders(new Patches(20), new MelSpectrogram(8, 100)),
            Activation.GELU));
    all.put(
        "pictures",
        experiment(
            new Classification(new GarmentPictures(48, 16, 16, 0), Pooling.CLASS_TOKEN),
            new PictureEncoders(new Patches(7)),
            Activation.GELU));
    for (MaskedAttention masked : MaskedAttention.values()) {
      all.put(
          "QD-DETR, " + masked.written(),
          detector(new QdDetr(4, 2, masked, PaddingOrder.CORRECTED), Activation.PRELU));
    }
    all.put("Moment-DETR", detector(new MomentDetr(4, 2), Activation.RELU));
    all.put(
        "SwinBERT",
        captioner(
            new GarmentCaptions(12, 6, 6, new VideoPatches(8, 2), 0.25, 26, 0),
            new SwinBert(9, 0.5)));
    all.put(
        "LLaMA-Adapter",
        captioner(
            new GarmentCaptions(12, 6, 6, new ImagesAndSounds(), 0.25, 26, 0),
            new LlamaAdapter(new FrozenDecoder(2, 2, 8, 1, 16, 1e-2, 0), 1, 9)));
    return all;
  }

  private static Experiment<NoMask> detector(Detector detector, Activation activation) {
    return experiment(
        new MomentRetrieval(new GarmentMoments(12, 8, 8, 0.5, 18, 0), detector),
        new FeatureProjections(2, 0.5),
        activation);
  }

  private static Experiment<NoMask> captioner(GarmentCaptions data, Captioner captioner) {
    return experiment(
        new Captioning(data, captioner, new Generation(1, 0), 1),
        new FeatureTokens(true),
        Activation.GELU);
  }

  private static Experiment<NoMask> experiment(Task task, Encoders encoders, Activation inside) {
    return new Experiment<>(
        task,
        encoders,
        new Transformer(3, 4, 32, 128, 0.1, inside, Normalisation.POST),
        new NoMask(),
        new Training(
            1,
            8,
            new AdamW(1e-3, 0.01, 0.9, 0.999, 1e-8),
            new Schedule.Constant(),
            1,
            Selection.LAST,
            new Stopping.Never()));
  }
}
