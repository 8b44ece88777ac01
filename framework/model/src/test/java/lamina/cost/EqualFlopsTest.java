package lamina.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import lamina.config.Activation;
import lamina.config.AdamW;
import lamina.config.AudiovisualEncoders;
import lamina.config.Captioner;
import lamina.config.Captioning;
import lamina.config.Classification;
import lamina.config.ConfigException;
import lamina.config.Detector;
import lamina.config.Encoders;
import lamina.config.Experiment;
import lamina.config.FeatureProjections;
import lamina.config.FeatureTokens;
import lamina.config.FrozenDecoder;
import lamina.config.GarmentCaptions;
import lamina.config.GarmentMoments;
import lamina.config.GarmentsAndVoices;
import lamina.config.Generation;
import lamina.config.LlamaAdapter;
import lamina.config.MaskedAttention;
import lamina.config.MelSpectrogram;
import lamina.config.MomentDetr;
import lamina.config.MomentRetrieval;
import lamina.config.Normalisation;
import lamina.config.PaddingOrder;
import lamina.config.Patches;
import lamina.config.Pooling;
import lamina.config.QdDetr;
import lamina.config.Schedule;
import lamina.config.Selection;
import lamina.config.Stopping;
import lamina.config.SwinBert;
import lamina.config.Task;
import lamina.config.Training;
import lamina.config.Transformer;
import lamina.config.cost.LanguageSize;
import lamina.mask.LearnableMask;
import lamina.mask.MaskFusion;
import lamina.mask.MaskInitialisation;
import lamina.mask.MaskLength;
import lamina.mask.MaskParametrisation;
import lamina.mask.MaskPlacement;
import lamina.mask.NoMask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EqualFlopsTest {
  private static final FrozenDecoder DECODER = new FrozenDecoder(3, 2, 16, 1, 8, 1e-3, 0);

  static Set<String> models() {
    return all().keySet();
  }

  /** Heads allow widths in steps of 2, a detector in steps of 4; feed-forwards start at 192. */
  @ParameterizedTest
  @MethodSource("models")
  void theWidthIsTheNearestAndTheFeedForwardMakesUpForTheRest(String model) {
    Experiment<NoMask> plain = all().get(model);
    int step = plain.task() instanceof MomentRetrieval ? 4 : 2;
    for (MaskPlacement placement : MaskPlacement.values()) {
      for (int depth : new int[] {2, 16}) {
        var masked = plain.with(mask(placement, depth));
        long macs = macs(masked);
        Experiment<NoMask> control = EqualFlops.of(masked, language(plain.task()));
        Transformer backbone = control.backbone();
        long distance = Math.abs(macs(with(control, 192)) - macs);
        for (int width = 48; width < 480; width += step) {
          var other = plain.withBackbone(plain.backbone().withWidth(width));
          assertThat(Math.abs(macs(other) - macs)).isGreaterThanOrEqualTo(distance);
        }
        long unit = macs(with(control, backbone.feedForward() + 1)) - macs(control);
        assertThat(2 * Math.abs(macs(control) - macs)).isLessThanOrEqualTo(unit);
        assertThat(control)
            .isEqualTo(
                with(
                    plain.withBackbone(plain.backbone().withWidth(backbone.width())),
                    backbone.feedForward()));
      }
    }
  }

  @Test
  void aMaskThatCostsNextToNothingHasNoWiderControl() {
    LearnableMask narrow = mask(MaskPlacement.SHARED_MASK, 2).withHidden(1);
    var masked = all().get("classification").with(narrow);
    assertThatThrownBy(() -> EqualFlops.of(masked, LanguageSize.NONE))
        .isInstanceOf(ConfigException.class)
        .hasMessage("mask must have more MACs to have a wider control, got " + 50 * (48 + 50));
  }

  private static Experiment<NoMask> with(Experiment<NoMask> experiment, int feedForward) {
    return experiment.withBackbone(experiment.backbone().withFeedForward(feedForward));
  }

  private static long macs(Experiment<?> experiment) {
    return Cost.of(experiment, language(experiment.task())).macs().orElseThrow();
  }

  private static LanguageSize language(Task task) {
    return task.fold(
        classification -> LanguageSize.NONE,
        moments -> LanguageSize.NONE,
        captioning ->
            captioning
                .captioner()
                .fold(swinBert -> LanguageSize.words(60), a -> LanguageSize.of(DECODER, 60)));
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
            new Classification(
                new GarmentsAndVoices(1600, 400, 1000, 0.2, 20, 500, 0), Pooling.MEAN),
            new AudiovisualEncoders(new Patches(8), new MelSpectrogram(32, 20))));
    for (MaskedAttention masked : MaskedAttention.values()) {
      all.put(
          "QD-DETR, " + masked.written(),
          detector(new QdDetr(10, 2, masked, PaddingOrder.CORRECTED)));
    }
    all.put("Moment-DETR", detector(new MomentDetr(10, 2)));
    all.put("SwinBERT", captioner(new SwinBert(10, 0.5)));
    all.put("LLaMA-Adapter", captioner(new LlamaAdapter(DECODER, 2, 10)));
    return all;
  }

  private static Experiment<NoMask> detector(Detector detector) {
    return experiment(
        new MomentRetrieval(new GarmentMoments(12, 8, 8, 0.5, 18, 0), detector),
        new FeatureProjections(2, 0.5));
  }

  private static Experiment<NoMask> captioner(Captioner captioner) {
    return experiment(
        new Captioning(GarmentCaptions.STANDARD, captioner, new Generation(1, 0), 1),
        new FeatureTokens(true));
  }

  private static Experiment<NoMask> experiment(Task task, Encoders encoders) {
    return new Experiment<>(
        task,
        encoders,
        new Transformer(4, 2, 48, 192, 0, Activation.GELU, Normalisation.POST),
        new NoMask(),
        new Training(
            6,
            64,
            new AdamW(0.002, 0.01, 0.9, 0.999, 1e-8),
            new Schedule.Constant(),
            1,
            Selection.LAST,
            new Stopping.Never()));
  }
}
