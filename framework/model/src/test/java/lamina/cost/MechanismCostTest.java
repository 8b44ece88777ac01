package lamina.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import lamina.config.Activation;
import lamina.config.AdamW;
import lamina.config.AttentionChange;
import lamina.config.AttentionMask;
import lamina.config.AudiovisualEncoders;
import lamina.config.Classification;
import lamina.config.ConfigException;
import lamina.config.Experiment;
import lamina.config.FeatureProjections;
import lamina.config.GarmentMoments;
import lamina.config.GarmentsAndVoices;
import lamina.config.MaskedAttention;
import lamina.config.MelSpectrogram;
import lamina.config.MomentRetrieval;
import lamina.config.Normalisation;
import lamina.config.PaddingOrder;
import lamina.config.Patches;
import lamina.config.Pooling;
import lamina.config.QdDetr;
import lamina.config.Schedule;
import lamina.config.Selection;
import lamina.config.Stopping;
import lamina.config.Training;
import lamina.config.Traits;
import lamina.config.Transformer;
import lamina.config.cost.LanguageSize;
import lamina.mask.FrozenMask;
import lamina.mask.LayerChoice;
import lamina.mask.LearnableMask;
import lamina.mask.MaskPlacement;
import lamina.mask.NoMask;
import lamina.mask.OnLayers;
import lamina.mechanism.Built;
import lamina.mechanism.Defaults;
import lamina.mechanism.Mechanism;
import lamina.mechanism.Plain;
import lamina.mechanism.Site;
import lamina.model.Declaration;
import lamina.zoo.AdaptivelySparse;
import lamina.zoo.Alibi;
import lamina.zoo.CogAttention;
import lamina.zoo.MixtureOfHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Costs of mechanisms that no formula of this package knows, and controls that are made of them.
 */
class MechanismCostTest {
  private static final int LAYERS = 4;
  private static final int HEADS = 8;
  private static final int WIDTH = 48;
  private static final int TOKENS = 50;
  private static final long UNIT = 2 * WIDTH + 1;

  private static final MixtureOfHead MIXTURE = new MixtureOfHead(1, 2, 0.01);
  private static final AdaptivelySparse SPARSE =
      new AdaptivelySparse(AdaptivelySparse.Alpha.LEARNED, 30);
  private static final LearnableMask LAM =
      Defaults.of(LearnableMask.class, java.util.Map.of()).withHidden(WIDTH);
  private static final OnLayers EVERY_OTHER = new OnLayers(LAM, LayerChoice.every(2));

  static Stream<AttentionChange> mechanisms() {
    return Stream.of(MIXTURE, SPARSE, EVERY_OTHER);
  }

  @Test
  void numbersAreThoseThatTheMechanismDeclares() {
    assertThat(maskParameters(MIXTURE)).isEqualTo(LAYERS * WIDTH * (HEADS - 1 + 2));
    assertThat(maskParameters(SPARSE)).isEqualTo(LAYERS * HEADS);
    long module = WIDTH * WIDTH + WIDTH + WIDTH * TOKENS + TOKENS;
    assertThat(maskParameters(EVERY_OTHER)).isEqualTo(2 * module);
    assertThat(maskParameters(new OnLayers(SPARSE, LayerChoice.first()))).isEqualTo(HEADS);
    assertThat(maskParameters(new Alibi())).isZero();
    assertThat(maskParameters(new CogAttention(true))).isZero();
  }

  @Test
  void productsAreThoseThatTheMechanismSays() {
    assertThat(cost(EVERY_OTHER).maskMacs())
        .hasValue(2L * TOKENS * (WIDTH * WIDTH + WIDTH * TOKENS));
    assertThat(cost(SPARSE).maskMacs()).hasValue(30L * HEADS * TOKENS * TOKENS * LAYERS);
    assertThat(cost(new OnLayers(SPARSE, LayerChoice.allButEnds())).maskMacs())
        .hasValue(30L * HEADS * TOKENS * TOKENS * 2);
    assertThat(cost(new Alibi()).macs()).isEqualTo(cost(new NoMask()).macs());
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void moreLayersHaveTheSameNumbersUpToRounding(Experiment<?> masked) {
    Experiment<NoMask> control = Controls.stackedLayers(masked);
    int encoders = masked.task() instanceof MomentRetrieval ? 2 : 1;
    int decoders = masked.task() instanceof MomentRetrieval ? 2 : 0;
    int feedForwards = encoders * control.backbone().layers() + decoders;
    assertThat(control.backbone().layers()).isGreaterThan(LAYERS);
    assertThat(2 * Math.abs(parameters(control) - parameters(masked)))
        .isLessThanOrEqualTo(feedForwards * UNIT);
  }

  static Stream<Experiment<?>> experiments() {
    return mechanisms().flatMap(mask -> Stream.of(classifier(mask), detector(mask)));
  }

  @Test
  void linearLayersHaveTheSameNumbersUpToRounding() {
    for (AttentionMask mask : List.of(MIXTURE, EVERY_OTHER, new FrozenMask(EVERY_OTHER))) {
      for (boolean residual : new boolean[] {true, false}) {
        long wanted = parameters(classifier(mask));
        long got = parameters(Controls.equalParameters(classifier(mask), residual));
        assertThat(2 * Math.abs(got - wanted)).as("" + mask).isLessThanOrEqualTo(LAYERS * UNIT);
      }
    }
    assertThatThrownBy(() -> Controls.equalParameters(classifier(SPARSE), true))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "mask must have at least 580 parameters to have a control with linear layers, got 32");
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void aWiderBackboneHasTheSameProductsUpToRounding(Experiment<?> masked) {
    Experiment<NoMask> control = EqualFlops.of(masked, LanguageSize.NONE);
    long wanted = macs(masked);
    int feedForward = control.backbone().feedForward();
    long unit =
        macs(control.withBackbone(control.backbone().withFeedForward(feedForward + 1)))
            - macs(control);
    assertThat(wanted).isGreaterThan(macs(masked.with(new NoMask())));
    assertThat(2 * Math.abs(macs(control) - wanted)).isLessThanOrEqualTo(unit);
  }

  /** What nobody has counted is no nothing. */
  @Test
  void aMechanismThatSaysNothingOfItsProductsHasNoControlOfEqualProducts() {
    Experiment<?> uncounted = classifier(new Uncounted());
    Cost cost = Cost.of(uncounted).orElseThrow();
    assertThat(List.of(cost.macs(), cost.maskMacs(), cost.stepMacs(), cost.flops()))
        .allMatch(count -> count.isEmpty());
    assertThat(cost.parameters()).isEqualTo(parameters(classifier(new NoMask())));
    assertThatThrownBy(() -> EqualFlops.of(uncounted, LanguageSize.NONE))
        .isInstanceOf(ConfigException.class)
        .hasMessage("mask must declare its MACs to have a wider control, got uncounted");
    assertThatThrownBy(() -> EqualFlops.of(classifier(wrapped(new Uncounted())), LanguageSize.NONE))
        .hasMessage("mask must declare its MACs to have a wider control, got on-layers");
    assertThatThrownBy(() -> EqualFlops.of(classifier(new Alibi()), LanguageSize.NONE))
        .hasMessage("mask must have more MACs to have a wider control, got 0");
  }

  private static OnLayers wrapped(AttentionChange mask) {
    return new OnLayers(mask, LayerChoice.first());
  }

  static Stream<AttentionChange> trained() {
    return Stream.concat(mechanisms(), Stream.of(MaskPlacement.values()).map(LAM::withPlacement));
  }

  @ParameterizedTest
  @MethodSource("trained")
  void whatKeepsItsStartIsCountedAsTheMasksAndNotAsTrained(AttentionChange mask) {
    Cost trained = cost(mask);
    Cost plain = cost(new NoMask());
    for (AttentionMask kept : List.of(new FrozenMask(mask), wrappedInside(mask))) {
      Cost cost = cost(kept);
      assertThat(cost.maskParameters()).isEqualTo(trained.maskParameters());
      assertThat(cost.parameters()).isEqualTo(trained.parameters());
      assertThat(cost.trainable()).isEqualTo(plain.trainable());
      assertThat(cost.macs()).isEqualTo(trained.macs());
      assertThat(trained.stepMacs().orElseThrow() - cost.stepMacs().orElseThrow())
          .as("its own gradient is not needed")
          .isEqualTo(64 * trained.maskMacs().orElseThrow());
      assertThat(Controls.stackedLayers(classifier(kept)))
          .isEqualTo(Controls.stackedLayers(classifier(mask)));
    }
  }

  private static AttentionMask wrappedInside(AttentionChange mask) {
    return new OnLayers(new FrozenMask(mask), LayerChoice.all());
  }

  /** A mechanism that has counted nothing. */
  private record Uncounted() implements Mechanism {
    @Override
    public Traits traits() {
      return Traits.PLAIN;
    }

    @Override
    public Built in(Declaration declare, Site site) {
      return new Plain(site);
    }
  }

  private static Cost cost(AttentionMask mask) {
    return Cost.of(classifier(mask)).orElseThrow();
  }

  private static long maskParameters(AttentionMask mask) {
    return cost(mask).maskParameters();
  }

  private static long parameters(Experiment<?> experiment) {
    return Cost.of(experiment).orElseThrow().parameters();
  }

  private static long macs(Experiment<?> experiment) {
    return Cost.of(experiment).orElseThrow().macs().orElseThrow();
  }

  private static Experiment<AttentionMask> classifier(AttentionMask mask) {
    Experiment<AttentionMask> experiment =
        new Experiment<>(
            new Classification(
                new GarmentsAndVoices(1600, 400, 1000, 0.2, 20, 500, 0), Pooling.MEAN),
            new AudiovisualEncoders(new Patches(8), new MelSpectrogram(32, 20)),
            new Transformer(LAYERS, HEADS, WIDTH, 192, 0, Activation.GELU, Normalisation.POST),
            mask,
            new Training(
                6,
                64,
                new AdamW(0.002, 0.01, 0.9, 0.999, 1e-8),
                new Schedule.Constant(),
                1,
                Selection.LAST,
                new Stopping.Never()));
    assertThat(experiment.tokens()).isEqualTo(TOKENS);
    return experiment;
  }

  private static Experiment<AttentionMask> detector(AttentionMask mask) {
    Experiment<AttentionMask> given = classifier(mask);
    QdDetr qdDetr = new QdDetr(10, 2, MaskedAttention.SELF_ATTENTION, PaddingOrder.CORRECTED);
    return new Experiment<>(
        new MomentRetrieval(new GarmentMoments(12, 8, 8, 0.5, 18, 0), qdDetr),
        new FeatureProjections(2, 0.5),
        given.backbone(),
        mask,
        given.training());
  }
}
