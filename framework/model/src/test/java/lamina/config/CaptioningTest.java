package lamina.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lamina.mask.LinearControl;
import lamina.mask.MaskFusion;
import lamina.mask.NoMask;
import lamina.mask.ShuffledMask;
import lamina.mask.SparseMask;
import lamina.mask.StaticMask;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CaptioningTest {
  private static final FrozenDecoder DECODER = new FrozenDecoder(3, 4, 64, 8, 32, 0.003, 1);

  /** Written by hand from the rules: sorted keys, no spaces, every field, shortest numbers. */
  private static final String SWIN_BERT =
      "{\"experiment\":{\"backbone\":{\"activation\":\"gelu\",\"dropout\":0.1,\"feedForward\":256,"
          + "\"heads\":4,\"layers\":4,\"normalisation\":\"pre\",\"width\":64},\"encoders\":{"
          + "\"positions\":true},\"mask\":{\"hard\":false,\"kind\":\"sparse\",\"weight\":0.5},"
          + "\"task\":{\"captioner\":{\"captionTokens\":50,\"kind\":\"swin-bert\","
          + "\"maskedShare\":0.5},\"data\":{\"audioSnrDecibels\":26,\"compositionSeed\":0,"
          + "\"imageNoise\":0.25,\"input\":{\"frames\":16,\"grid\":7,\"kind\":\"video-patches\"},"
          + "\"kind\":\"garment-captions\",\"testExamples\":7,\"trainExamples\":9,"
          + "\"validationExamples\":8},\"generation\":{\"beams\":1,\"lengthPenalty\":0},"
          + "\"kind\":\"captioning\",\"leastCount\":1},\"training\":{\"batch\":64,\"clipNorm\":1,"
          + "\"epochs\":6,\"optimizer\":{\"beta1\":0.9,\"beta2\":0.999,\"epsilon\":0.00000001,"
          + "\"kind\":\"adamw\",\"learningRate\":0.002,\"weightDecay\":0.01},\"schedule\":{"
          + "\"kind\":\"warmup-cosine\",\"warmup\":0.1},\"selection\":\"best-validation\","
          + "\"stopping\":{\"kind\":\"never\"}}},\"schema\":1,\"seed\":3}";

  private static final String ADAPTER =
      SWIN_BERT
          .replace(
              "{\"hard\":false,\"kind\":\"sparse\",\"weight\":0.5}",
              "{\"hidden\":96,\"kind\":\"linear-control\",\"residual\":false}")
          .replace(
              "{\"captionTokens\":50,\"kind\":\"swin-bert\",\"maskedShare\":0.5}",
              "{\"adaptedLayers\":2,\"captionTokens\":20,\"decoder\":{\"batch\":32,\"epochs\":8,"
                  + "\"heads\":4,\"layers\":3,\"learningRate\":0.003,\"seed\":1,\"width\":64},"
                  + "\"kind\":\"llama-adapter\"}")
          .replace(
              "{\"frames\":16,\"grid\":7,\"kind\":\"video-patches\"}",
              "{\"kind\":\"images-and-sounds\"}")
          .replace("{\"beams\":1,\"lengthPenalty\":0}", "{\"beams\":4,\"lengthPenalty\":0.7}")
          .replace("\"leastCount\":1", "\"leastCount\":2");

  /** The SHA-256 of the texts above. */
  private static final String GOLDEN_SWIN_BERT =
      "506821976821aae0126ffa34d86150cab4345cc1f80b100be587e4ca8a70077c";

  private static final String GOLDEN_ADAPTER =
      "43349bbe3aa11bfb9d6f2c4bf3008f62fb453f4e06e3c0b6317b81c27331d41d";

  private static GarmentCaptions garments(CaptionInput input) {
    return new GarmentCaptions(9, 8, 7, input, 0.25, 26, 0);
  }

  private static <M extends AttentionMask> Experiment<M> experiment(Task task, M mask) {
    return new Experiment<>(
        task, new FeatureTokens(true), Given.backbone(), mask, Given.baseline().training());
  }

  private static Captioning swinBert() {
    return new Captioning(
        garments(new VideoPatches(16, 7)), new SwinBert(50, 0.5), new Generation(1, 0), 1);
  }

  private static Captioning adapter() {
    return new Captioning(
        garments(new ImagesAndSounds()),
        new LlamaAdapter(DECODER, 2, 20),
        new Generation(4, 0.7),
        2);
  }

  @Test
  void theCanonicalTextsAndTheirHashesArePinned() {
    Trial swinBert = Trial.of(experiment(swinBert(), new SparseMask(0.5, false)), 3);
    assertThat(swinBert.toJson()).isEqualTo(SWIN_BERT);
    assertThat(swinBert.id().hex()).isEqualTo(GOLDEN_SWIN_BERT);
    Trial adapter = Trial.of(experiment(adapter(), new LinearControl(96, false)), 3);
    assertThat(adapter.toJson()).isEqualTo(ADAPTER);
    assertThat(adapter.id().hex()).isEqualTo(GOLDEN_ADAPTER);
  }

  @Test
  void whatIsReadIsWhatWasWritten() {
    for (Task task : new Task[] {swinBert(), adapter()}) {
      for (AttentionMask mask :
          new AttentionMask[] {
            new NoMask(),
            Given.mask().resolved(Given.backbone()),
            new StaticMask(MaskFusion.ADD),
            new SparseMask(0.1, true),
            new LinearControl(3, true)
          }) {
        Trial trial = Trial.of(experiment(task, mask), 8);
        assertThat(Trial.fromJson(trial.toJson())).isEqualTo(trial);
        assertThat(Trial.fromJson(trial.toJson()).experiment()).isEqualTo(trial.experiment());
      }
    }
  }

  @Test
  void aMaskActsOnCaptionAndVideoInSwinBertAndOnPicturesAndSoundBeforeADecoder() {
    assertThat(experiment(swinBert(), new NoMask()).tokens()).isEqualTo(834);
    assertThat(experiment(swinBert(), new NoMask()).maskShape()).isEqualTo(new MaskShape(834, 834));
    assertThat(experiment(adapter(), new NoMask()).maskShape()).isEqualTo(new MaskShape(50, 50));
    assertThat(swinBert().mainMetric()).isEqualTo("cider-plain");
  }

  @Test
  void aSmokeTestTrainsItsDecoderForOneEpochOnEightExamples() {
    assertThat(adapter().smoke().captioner())
        .isEqualTo(new LlamaAdapter(new FrozenDecoder(3, 4, 64, 1, 32, 0.003, 1), 2, 20));
    assertThat(adapter().smoke().data()).isEqualTo(adapter().data().smoke());
    assertThat(swinBert().smoke().captioner()).isEqualTo(swinBert().captioner());
  }

  @Test
  void aWrongCaptionerIsNamed() {
    refused("task.captioner.captionTokens must be from 3 to 50, got 2", () -> new SwinBert(2, 0.5));
    refused(
        "task.captioner.captionTokens must be from 3 to 50, got 51", () -> new SwinBert(51, 0.5));
    refused(
        "task.captioner.captionTokens must be from 3 to 50, got 51",
        () -> new LlamaAdapter(DECODER, 1, 51));
    for (String share : List.of("0", "1", "NaN")) {
      refused(
          "task.captioner.maskedShare must be above 0 and below 1, got " + share,
          () -> new SwinBert(50, Double.parseDouble(share)));
    }
    for (int layers : new int[] {0, 4}) {
      refused(
          "task.captioner.adaptedLayers must be from 1 to 3, got " + layers,
          () -> new LlamaAdapter(DECODER, layers, 20));
    }
    refused("task.generation.beams must be at least 1, got 0", () -> new Generation(0, 0));
    refused(
        "task.generation.lengthPenalty must be zero or a positive number, got -1",
        () -> new Generation(1, -1));
    refused(
        "task.leastCount must be at least 1, got 0",
        () -> new Captioning(swinBert().data(), swinBert().captioner(), new Generation(1, 0), 0));
    refused(
        "task.data must have no tokens of sound alone for SwinBERT, got 25",
        () -> new Captioning(adapter().data(), new SwinBert(50, 0.5), new Generation(1, 0), 1));
  }

  @Test
  void aWrongDecoderIsNamed() {
    String decoder = "task.captioner.decoder.";
    refused(
        decoder + "layers must be at least 1, got 0",
        () -> new FrozenDecoder(0, 4, 64, 8, 32, 0.003, 0));
    refused(
        decoder + "heads must be at least 1, got 0",
        () -> new FrozenDecoder(3, 0, 64, 8, 32, 0.003, 0));
    refused(
        decoder + "heads must cut width 64 into parts of an even size, got 64",
        () -> new FrozenDecoder(3, 64, 64, 8, 32, 0.003, 0));
    refused(
        decoder + "width must be at least 1, got 0",
        () -> new FrozenDecoder(3, 4, 0, 8, 32, 0.003, 0));
    refused(
        decoder + "epochs must be at least 1, got 0",
        () -> new FrozenDecoder(3, 4, 64, 0, 32, 0.003, 0));
    refused(
        decoder + "batch must be at least 1, got 0",
        () -> new FrozenDecoder(3, 4, 64, 8, 0, 0.003, 0));
    refused(
        decoder + "learningRate must be a positive number, got 0",
        () -> new FrozenDecoder(3, 4, 64, 8, 32, 0, 0));
  }

  /** In SwinBERT rows of a batch are beams; a decoder's encoder reads every video once. */
  @Test
  void aMaskIsNotShuffledAmongTheBeamsOfAVideo() {
    AttentionMask shuffled = new ShuffledMask(Given.mask());
    Generation beams = new Generation(4, 0.7);
    GarmentCaptions video = garments(new VideoPatches(16, 7));
    Task swinBert = new Captioning(video, new SwinBert(50, 0.5), beams, 1);
    refused(
        "task.generation.beams must be 1 for a mask of kind shuffled in SwinBERT, where the beams"
            + " of a video would be each other's neighbours, got 4",
        () -> experiment(swinBert, shuffled));
    Task adapter = new Captioning(video, new LlamaAdapter(DECODER, 2, 20), beams, 1);
    assertThat(experiment(adapter, shuffled).mask()).isEqualTo(shuffled);
  }

  @Test
  void aMaskOrEncodersThatDoNotFitAreNamed() {
    AttentionMask sparse = new SparseMask(0.5, false);
    assertThat(Given.baseline().with(sparse).mask()).isEqualTo(sparse);
    Experiment<NoMask> moments =
        new Experiment<>(
            new MomentRetrieval(new GarmentMoments(8, 8, 8, 0.5, 18, 0), new MomentDetr(4, 2)),
            new FeatureProjections(2, 0.5),
            Given.backbone().withNormalisation(Normalisation.POST),
            new NoMask(),
            Given.baseline().training());
    assertThat(moments.with(sparse).mask()).isEqualTo(sparse);
    for (MaskedAttention masked : MaskedAttention.values()) {
      Experiment<NoMask> qdDetr =
          new Experiment<>(
              new MomentRetrieval(
                  new GarmentMoments(8, 8, 8, 0.5, 18, 0),
                  new QdDetr(4, 2, masked, PaddingOrder.CORRECTED)),
              moments.encoders(),
              moments.backbone(),
              new NoMask(),
              moments.training());
      if (masked == MaskedAttention.CROSS_ATTENTION) {
        refused(
            "mask must be one for cross-attention (trait cross) for QD-DETR's attention from clips"
                + " to words, got sparse",
            () -> qdDetr.with(new SparseMask(0.5, true)));
      } else {
        assertThat(qdDetr.with(sparse).mask()).isEqualTo(sparse);
      }
    }
    refused(
        "mask.weight must be zero or a positive number, got -1", () -> new SparseMask(-1, false));
    refused("mask.hidden must be at least 1, got 0", () -> new LinearControl(0, false));
    refused(
        "encoders must be FeatureTokens for captioning, got " + moments.encoders(),
        () ->
            new Experiment<>(
                swinBert(),
                moments.encoders(),
                Given.backbone(),
                new NoMask(),
                moments.training()));
  }

  @Test
  void aWrongTextIsNamed() {
    assertThatThrownBy(() -> Trial.fromJson(SWIN_BERT.replace("swin-bert", "bart")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("bart");
    assertThatThrownBy(() -> Trial.fromJson(ADAPTER.replace("\"seed\":1,", "")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("seed");
    refused(
        "task.captioner.adaptedLayers must be from 1 to 3, got 9",
        () -> Trial.fromJson(ADAPTER.replace("\"adaptedLayers\":2", "\"adaptedLayers\":9")));
  }

  private static void refused(String message, ThrowingCallable made) {
    assertThatThrownBy(made).isInstanceOf(ConfigException.class).hasMessage(message);
  }
}
