package lamina.cost;

import static org.assertj.core.api.Assertions.assertThat;

import lamina.config.Activation;
import lamina.config.AdamW;
import lamina.config.AttentionMask;
import lamina.config.AudiovisualEncoders;
import lamina.config.Captioner;
import lamina.config.Captioning;
import lamina.config.Classification;
import lamina.config.Detector;
import lamina.config.Experiment;
import lamina.config.FeatureProjections;
import lamina.config.FeatureTokens;
import lamina.config.FrozenDecoder;
import lamina.config.GarmentCaptions;
import lamina.config.GarmentsAndVoices;
import lamina.config.Generation;
import lamina.config.ImageFolder;
import lamina.config.LlamaAdapter;
import lamina.config.MaskShape;
import lamina.config.MaskedAttention;
import lamina.config.MelSpectrogram;
import lamina.config.MomentDetr;
import lamina.config.MomentRetrieval;
import lamina.config.Normalisation;
import lamina.config.PaddingOrder;
import lamina.config.Patches;
import lamina.config.PictureEncoders;
import lamina.config.Pooling;
import lamina.config.PretrainedDecoder;
import lamina.config.QdDetr;
import lamina.config.QvFeatures;
import lamina.config.QvHighlights;
import lamina.config.Schedule;
import lamina.config.Selection;
import lamina.config.Stopping;
import lamina.config.SwinBert;
import lamina.config.Training;
import lamina.config.Transformer;
import lamina.config.cost.LanguageSize;
import lamina.mask.FrozenMask;
import lamina.mask.LearnableMask;
import lamina.mask.LinearControl;
import lamina.mask.MaskFusion;
import lamina.mask.MaskInitialisation;
import lamina.mask.MaskLength;
import lamina.mask.MaskParametrisation;
import lamina.mask.MaskPlacement;
import lamina.mask.NoMask;
import lamina.mask.ShuffledMask;
import lamina.mask.SparseMask;
import lamina.mask.StaticMask;
import org.junit.jupiter.api.Test;

class CostTest {
  private static final int BATCH = 64;
  private static final LanguageSize WORDS = LanguageSize.words(60);
  private static final Training TRAINING =
      new Training(
          6,
          BATCH,
          new AdamW(0.002, 0.01, 0.9, 0.999, 1e-8),
          new Schedule.Constant(),
          1,
          Selection.LAST,
          new Stopping.Never());

  /** The paper's Multi-LAM: 8 layers of width 768 over 50 tokens (arXiv 2406.02761, table 4). */
  @Test
  void multiLamAddsThePapers142MillionParameters() {
    Transformer backbone = new Transformer(8, 16, 768, 3072, 0, Activation.GELU, Normalisation.PRE);
    long square = 768 * 768 + 768;
    long last = 768 * 50 + 50;
    Experiment<?> paper = classifier(Pooling.MEAN, new NoMask()).withBackbone(backbone);
    assertThat(paper.maskShape()).isEqualTo(new MaskShape(50, 50));
    LearnableMask mask = mask(MaskPlacement.PER_LAYER);
    assertThat(MaskCost.of(paper.with(mask.withDepth(31))).parameters())
        .isEqualTo(8 * (30 * square + last))
        .isEqualTo(142_049_680);
    assertThat(MaskCost.of(paper.with(mask.withDepth(32))).parameters())
        .isEqualTo(8 * (31 * square + last))
        .isEqualTo(146_774_416);
    assertThat(MaskCost.of(paper.with(mask.withDepth(32))).macs())
        .hasValue(8L * 50 * (31 * 768 * 768 + 768 * 50));
  }

  /**
   * ViT-B/16 as torchvision documents it: 86,567,656 parameters and 17.56 thousand million MACs.
   */
  @Test
  void anEncoderOfVitsSizeCostsWhatVitDoes() {
    Transformer vit = new Transformer(12, 12, 768, 3072, 0, Activation.GELU, Normalisation.PRE);
    Count model =
        Layers.encoder(vit, new MaskShape(197, 197))
            .plus(
                Count.linear(196, 3 * 16 * 16, 768),
                Count.held(768 + 197 * 768),
                Count.linear(1, 768, 1000));
    assertThat(model.parameters()).isEqualTo(86_567_656);
    assertThat(Math.round(model.macs() / 1e7)).isEqualTo(1756);
  }

  /** The same as an experiment: what the class token's place has in ViT, our modality has. */
  @Test
  void aVisionTransformerOfOursCostsWhatVitDoes() {
    Cost cost =
        cost(
            new Experiment<>(
                new Classification(
                    new ImageFolder("0".repeat(64), 1000, 224, 1), Pooling.CLASS_TOKEN),
                new PictureEncoders(new Patches(16)),
                new Transformer(12, 12, 768, 3072, 0, Activation.GELU, Normalisation.PRE, 0.1),
                new NoMask(),
                TRAINING));
    assertThat(cost.parameters()).isEqualTo(86_567_656);
    assertThat(Math.round(cost.macs().orElseThrow() / 1e7)).isEqualTo(1756);
  }

  /** By hand, the quickstart: 25 patches of 64 and 25 frames of 32 features, 4 layers, D 64. */
  @Test
  void aClassifiersMacsAreThoseOfItsProducts() {
    long layer = 50 * (4 * 64 * 64 + 2 * 64 * 256) + 2 * 50 * 50 * 64;
    long plain = 25 * 64 * 64 + 25 * 32 * 64 + 4 * layer + 64 * 10;
    Cost cost = cost(classifier(Pooling.MEAN, new NoMask()));
    assertThat(cost.macs()).hasValue(plain);
    assertThat(cost.flops()).hasValue(2 * plain);
    assertThat(cost.stepMacs()).hasValue(3 * plain * BATCH);
    assertThat(cost.stepFlops()).hasValue(2 * 3 * plain * BATCH);
    assertThat(cost.parameters()).isEqualTo(cost.trainable()).isEqualTo(210_314);
    assertThat(cost.maskParameters()).isZero();
    assertThat(cost(classifier(Pooling.CLASS_TOKEN, new NoMask())).macs())
        .as("one token more")
        .hasValue(plain + 4 * (4 * 64 * 64 + 2 * 64 * 256 + 2 * (51 * 51 - 50 * 50) * 64));
  }

  @Test
  void aMaskCostsWhatItsPlacementSays() {
    long module = 50 * (64 * 64 + 64 * 50);
    long numbers = 64 * 64 + 64 + 64 * 50 + 50;
    assertMask(mask(MaskPlacement.SHARED_MASK), numbers, module);
    assertMask(mask(MaskPlacement.SHARED_MODULE), numbers, 4 * module);
    assertMask(mask(MaskPlacement.PER_LAYER), 4 * numbers, 4 * module);
    assertMask(mask(MaskPlacement.SHARED_MASK).withDepth(1), 64 * 50 + 50, 50 * 64 * 50);
    assertMask(new StaticMask(MaskFusion.ADD), 50 * 50, 0);
  }

  /** A gradient goes through what is frozen, but none to it; the negatives are masked too. */
  @Test
  void aFrozenMaskCostsAStepTheProductsOfItsOwnGradientLess() {
    LearnableMask mask = mask(MaskPlacement.PER_LAYER);
    QdDetr qdDetr = new QdDetr(10, 2, MaskedAttention.CROSS_ATTENTION, PaddingOrder.CORRECTED);
    assertFrozen(
        cost(classifier(Pooling.MEAN, mask)),
        cost(classifier(Pooling.MEAN, new FrozenMask(mask))),
        1);
    assertFrozen(cost(detector(qdDetr, mask)), cost(detector(qdDetr, new FrozenMask(mask))), 2);
    assertThat(cost(detector(qdDetr, new ShuffledMask(mask))))
        .isEqualTo(cost(detector(qdDetr, mask)));
  }

  private static void assertFrozen(Cost trained, Cost frozen, int passes) {
    assertThat(frozen.parameters()).isEqualTo(trained.parameters());
    assertThat(frozen.trainable()).isEqualTo(trained.trainable() - trained.maskParameters());
    assertThat(frozen.macs()).isEqualTo(trained.macs());
    assertThat(frozen.stepMacs())
        .hasValue(
            trained.stepMacs().orElseThrow() - passes * trained.maskMacs().orElseThrow() * BATCH);
  }

  /** Keys are projected to the hidden width, and meet what the queries are brought to. */
  @Test
  void aMaskOverContentKeysIsAProductOfBothSides() {
    LearnableMask mask = mask(MaskPlacement.SHARED_MASK).withLength(MaskLength.CONTENT_KEYS);
    assertMask(
        mask.withHidden(8),
        (64 * 8 + 8) + (64 * 8 + 8) + 1,
        50 * 64 * 8 + 50 * 64 * 8 + 50 * 8 * 50);
  }

  private static void assertMask(AttentionMask mask, long parameters, long macs) {
    Cost plain = cost(classifier(Pooling.MEAN, new NoMask()));
    Cost cost = cost(classifier(Pooling.MEAN, mask));
    assertThat(cost.maskParameters()).isEqualTo(parameters);
    assertThat(cost.parameters()).isEqualTo(plain.parameters() + parameters);
    assertThat(cost.maskMacs()).hasValue(macs);
    assertThat(cost.macs()).hasValue(plain.macs().orElseThrow() + macs);
  }

  /** By hand, of the official size: 75 clips of 2,818 and 32 words of 512 features, D 256. */
  @Test
  void qdDetrsMacsAreThoseOfItsProductsAndAStepEncodesTwice() {
    long square = 256 * 256;
    long feed = 2 * 256 * 1024;
    long projections = 75 * (2818 * 256 + square) + 32 * (512 * 256 + square);
    long cross = 2 * (75 * (2 * square + feed) + 32 * 2 * square + 2 * 75 * 32 * 256);
    long self = 2 * (76 * (4 * square + feed) + 2 * 76 * 76 * 256);
    long saliency = 75 * square + square + 75 * 256;
    long decoderLayer =
        10 * (9 * square + feed)
            + 75 * 3 * square
            + 2 * 10 * 10 * 256 // self-attention
            + 10 * 75 * 512
            + 10 * 75 * 256;
    long positions = 10 * square; // of the first layer's cross-attention
    long sines = 10 * 2 * square + 2 * 10 * 2 * square + 2 * 10 * (square + 256);
    long moves = 10 * (2 * square + 256 * 2);
    long heads = 2 * 10 * (256 * 2 + 2 * square + 256 * 2);
    long encode = cross + self + saliency;
    long forward = projections + encode + 2 * decoderLayer + positions + sines + moves + heads;
    Cost cost =
        cost(
            detector(
                new QdDetr(10, 2, MaskedAttention.CROSS_ATTENTION, PaddingOrder.CORRECTED),
                new NoMask()));
    assertThat(cost.parameters()).as("the official count").isEqualTo(7_585_573);
    assertThat(cost.macs()).hasValue(forward);
    assertThat(cost.stepMacs()).hasValue(3 * (forward + encode) * BATCH);
  }

  @Test
  void aMaskOnTheCrossAttentionHasARowAClipAndAColumnAWord() {
    QdDetr cross = new QdDetr(10, 2, MaskedAttention.CROSS_ATTENTION, PaddingOrder.CORRECTED);
    LearnableMask mask = mask(MaskPlacement.PER_LAYER).withDepth(32);
    Cost plain = cost(detector(cross, new NoMask()));
    Cost masked = cost(detector(cross, mask));
    long macs = 2 * 75 * (31 * 256 * 256 + 256 * 32);
    assertThat(masked.maskParameters()).isEqualTo(2 * (31 * (256 * 256 + 256) + 256 * 32 + 32));
    assertThat(masked.maskMacs()).hasValue(macs);
    assertThat(masked.stepMacs()).hasValue(plain.stepMacs().orElseThrow() + 3 * 2 * macs * BATCH);
    Cost self = cost(detector(cross.withMasked(MaskedAttention.SELF_ATTENTION), mask.withDepth(1)));
    assertThat(self.maskMacs()).hasValue(2 * 76 * 256 * 76);
  }

  @Test
  void momentDetrsMacsAreThoseOfItsProducts() {
    long square = 256 * 256;
    long feed = 2 * 256 * 1024;
    long projections = 75 * (2818 * 256 + square) + 32 * (512 * 256 + square);
    long encoder = 2 * (107 * (4 * square + feed) + 2 * 107 * 107 * 256);
    long decoder =
        2 * (10 * (6 * square + feed) + 107 * 2 * square + 2 * 10 * 10 * 256 + 2 * 10 * 107 * 256);
    long heads = 2 * 10 * (256 * 2 + 2 * square + 256 * 2);
    long forward = projections + encoder + decoder + heads + 75 * 256;
    Cost cost = cost(detector(new MomentDetr(10, 2), new NoMask()));
    assertThat(cost.macs()).hasValue(forward);
    assertThat(cost.stepMacs()).hasValue(3 * forward * BATCH);
  }

  /** By hand: 10 words of a caption, 32 video tokens of 113 features, 60 words, 4 layers, D 64. */
  @Test
  void swinBertReadsCaptionAndVideoAndScoresEveryWord() {
    long tokens = 10 + 32;
    long layer = tokens * (4 * 64 * 64 + 2 * 64 * 256) + 2 * tokens * tokens * 64;
    long forward = 32 * 113 * 64 + 4 * layer + 10 * 64 * 64 + 10 * 64 * 60;
    Experiment<?> plain = captioner(new SwinBert(10, 0.5), new NoMask());
    assertThat(Cost.of(plain)).as("its words are in the data").isEmpty();
    assertThat(Cost.of(plain, WORDS).macs()).hasValue(forward);
    assertThat(Cost.of(plain, WORDS).stepMacs()).hasValue(3 * forward * BATCH);
    Cost sparse = Cost.of(captioner(new SwinBert(10, 0.5), new SparseMask(0.5, false)), WORDS);
    assertThat(sparse.maskParameters()).as("of video tokens alone").isEqualTo(32 * 32);
    assertThat(sparse.macs()).hasValue(forward);
    Cost control = Cost.of(captioner(new SwinBert(10, 0.5), new LinearControl(8, true)), WORDS);
    assertThat(control.maskParameters()).isEqualTo(4 * (64 * 8 + 8 + 8 * 64 + 64));
    assertThat(control.maskMacs()).hasValue(4 * tokens * 2 * 64 * 8);
  }

  /**
   * By hand: 32 prompts from an encoder of D 64; a decoder of 3 layers, D 16, feed-forward 48, that
   * reads 9 words, 2 layers with prompts.
   */
  @Test
  void anAdapterTrainsItselfAndItsEncoderBeforeADecoderThatStaysAsItIs() {
    FrozenDecoder decoder = new FrozenDecoder(3, 2, 16, 1, 8, 1e-3, 0);
    Cost cost =
        Cost.of(
            captioner(new LlamaAdapter(decoder, 2, 10), new NoMask()),
            LanguageSize.of(decoder, 60));
    long frozenLayer = 4 * 16 * 16 + 3 * 16 * 48;
    long frozen = 2 * 60 * 16 + 3 * (frozenLayer + 2 * 16) + 16;
    assertThat(decoder.feedForward()).isEqualTo(48);
    assertThat(cost.parameters() - cost.trainable()).isEqualTo(frozen);
    long layer = 32 * (4 * 64 * 64 + 2 * 64 * 256) + 2 * 32 * 32 * 64;
    long attention = 2 * 9 * 9 * 16;
    long ofPrompts = 2 * 9 * 32 * 16;
    long trained = 32 * 113 * 64 + 4 * layer + 32 * 64 * 16 + 2 * (attention + ofPrompts);
    long through = 2 * (9 * frozenLayer + 32 * 2 * 16 * 16) + 9 * 16 * 60;
    long still = 9 * frozenLayer + attention;
    assertThat(cost.macs()).hasValue(trained + through + still);
    assertThat(cost.stepMacs()).hasValue((3 * trained + 2 * through + still) * BATCH);
  }

  /** LLaMA-7B (arXiv 2302.13971): 6,738,415,616 numbers, as its files have. */
  @Test
  void aPretrainedDecoderCountsByItsOwnShape() {
    PretrainedDecoder llama = new PretrainedDecoder("llama-7b", "0".repeat(64), 32);
    Experiment<?> paper = captioner(new LlamaAdapter(llama, 31, 50), new NoMask());
    Cost cost = Cost.of(paper, new LanguageSize(32_000, 4096, 32, 32, 11_008, false));
    assertThat(cost.parameters() - cost.trainable()).isEqualTo(6_738_415_616L);
    Cost grouped = Cost.of(paper, new LanguageSize(32_000, 4096, 32, 8, 11_008, true));
    assertThat(grouped.parameters() - grouped.trainable())
        .isEqualTo(6_738_415_616L - 32_000L * 4096 - 32L * 2 * 4096 * (4096 - 1024));
  }

  private static Cost cost(Experiment<?> experiment) {
    return Cost.of(experiment).orElseThrow();
  }

  private static Experiment<?> captioner(Captioner captioner, AttentionMask mask) {
    return new Experiment<>(
        new Captioning(GarmentCaptions.STANDARD, captioner, new Generation(1, 0), 1),
        new FeatureTokens(true),
        new Transformer(4, 4, 64, 256, 0, Activation.GELU, Normalisation.PRE),
        mask,
        TRAINING);
  }

  private static LearnableMask mask(MaskPlacement placement) {
    return new LearnableMask(
        placement,
        MaskFusion.MULTIPLY,
        2,
        null,
        MaskParametrisation.UNCONSTRAINED,
        MaskInitialisation.DEFAULT,
        MaskLength.FIXED);
  }

  private static <M extends AttentionMask> Experiment<M> classifier(Pooling pooling, M mask) {
    return new Experiment<>(
        new Classification(new GarmentsAndVoices(1600, 400, 1000, 0.2, 20, 500, 0), pooling),
        new AudiovisualEncoders(new Patches(8), new MelSpectrogram(32, 20)),
        new Transformer(4, 4, 64, 256, 0, Activation.GELU, Normalisation.PRE),
        mask,
        TRAINING);
  }

  private static Experiment<?> detector(Detector detector, AttentionMask mask) {
    return new Experiment<>(
        new MomentRetrieval(new QvHighlights(QvFeatures.SLOWFAST_CLIP, 1), detector),
        new FeatureProjections(2, 0.5),
        new Transformer(2, 8, 256, 1024, 0.1, Activation.PRELU, Normalisation.POST),
        mask,
        TRAINING);
  }
}
