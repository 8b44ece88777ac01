package lamina.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import lamina.config.AttentionMask;
import lamina.config.Kind;
import lamina.config.Modality;
import lamina.config.Place;
import lamina.mask.ShuffledMask;
import lamina.model.encoder.FeatureEncoder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FeatureEncoderTest {
  private static final int BATCH = 2;
  private static final int WIDTH = 4;
  private static final Modality VIDEO = new Modality("video", 3, 5);
  private static final Modality AUDIO = new Modality("audio", 2, 4);

  /** Of the first example all, of the second two pictures and no sound. */
  private static final boolean[] REAL = {
    true, true, true, true, true, true, true, false, false, false
  };

  static Set<String> variants() {
    return NamedVariants.all().keySet();
  }

  /** An encoder with its parameters. */
  private record Subject(FeatureEncoder encoder, Declaration declaration, Parameters parameters) {
    static Subject of(
        NDManager manager, List<Modality> modalities, boolean positions, AttentionMask mask) {
      Declaration declaration = new Declaration();
      FeatureEncoder encoder =
          new FeatureEncoder(
              declaration, modalities, positions, Given.backbone(), mask, place(modalities));
      return new Subject(encoder, declaration, Given.parameters(declaration, 3, manager));
    }

    private static Place place(List<Modality> modalities) {
      List<Kind> kinds = modalities.stream().map(Modality::kind).toList();
      return Place.of("an encoder of features", kinds, true).padded();
    }

    NDArray forward(Pass pass, List<NDArray> features, @Nullable NDArray real) {
      return encoder.forward(
          pass,
          features.stream().map(one -> pass.zeros(one.getShape()).add(one)).toList(),
          real == null ? null : copy(pass, real));
    }

    private static NDArray copy(Pass pass, NDArray real) {
      return pass.manager().create(real.toBooleanArray(), real.getShape());
    }

    float[] values(NDManager manager, List<NDArray> features, @Nullable NDArray real) {
      try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
        return forward(pass, features, real).toFloatArray();
      }
    }
  }

  private static NDArray features(NDManager manager, Modality modality) {
    return Given.uniform(
        manager, modality.features(), BATCH, modality.tokens(), modality.features());
  }

  private static AttentionMask mask(String name) {
    return NamedVariants.all().get(name).mask();
  }

  /** By hand, D 4: of each modality a projection and its own vector, and a vector a place. */
  @ParameterizedTest
  @CsvSource({"true, 72", "false, 52"})
  void theNumberOfParametersIsExact(boolean positions, int inputs) {
    int video = 5 * WIDTH + WIDTH + WIDTH + 3 * WIDTH;
    int audio = 4 * WIDTH + WIDTH + WIDTH + 2 * WIDTH;
    assertThat(video + audio - (positions ? 0 : 5 * WIDTH)).isEqualTo(inputs);
    try (NDManager manager = NDManager.newBaseManager()) {
      NamedVariants.Case variant = NamedVariants.all().get("depth 4");
      Subject subject = Subject.of(manager, List.of(VIDEO, AUDIO), positions, variant.mask());
      assertThat(subject.declaration().size()).isEqualTo(inputs + variant.parameters());
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void gradientsUnderPaddingAreThoseOfFiniteDifferences(String name) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Subject subject = Subject.of(manager, List.of(VIDEO, AUDIO), true, mask(name));
      // norms of small vectors curve too much for differences
      NDArray scale = manager.create(4f);
      List<NDArray> features =
          List.of(features(manager, VIDEO).mul(scale), features(manager, AUDIO).mul(scale));
      NDArray real = manager.create(REAL, new Shape(BATCH, 5));
      FiniteDifferences.check(
          manager, subject.parameters(), pass -> subject.forward(pass, features, real));
    }
  }

  /** A shuffled mask reads the padding of the neighbour. */
  static List<String> variantsThatReadTheirOwnExample() {
    return variants().stream().filter(name -> !(mask(name) instanceof ShuffledMask)).toList();
  }

  @ParameterizedTest
  @MethodSource("variantsThatReadTheirOwnExample")
  void whatStandsInPaddingChangesNoRealToken(String name) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Subject subject = Subject.of(manager, List.of(VIDEO, AUDIO), true, mask(name));
      NDArray real = manager.create(REAL, new Shape(BATCH, 5));
      float[][] seen = new float[2][];
      for (int i = 0; i < seen.length; i++) {
        NDArray video = features(manager, VIDEO);
        NDArray audio = features(manager, AUDIO);
        video.set(new NDIndex("1, 2"), manager.create(100f * i));
        audio.set(new NDIndex("1"), manager.create(-30f * i));
        seen[i] = subject.values(manager, List.of(video, audio), real);
      }
      int realValues = (5 + 2) * WIDTH;
      assertThat(Arrays.copyOf(seen[1], realValues)).isEqualTo(Arrays.copyOf(seen[0], realValues));
    }
  }

  /**
   * Where the padding is at the end of the sequence. Columns of a literal mask are places: sounds
   * behind a padded video keep theirs, and in an encoder of shorter videos would have others.
   */
  @ParameterizedTest
  @MethodSource("variants")
  void aPaddedVideoIsEncodedAsAnEncoderOfShorterVideosDoes(String name) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Modality longer = new Modality("video", 5, 5);
      Subject whole = Subject.of(manager, List.of(longer), true, mask(name));
      Subject cut = Subject.of(manager, List.of(VIDEO), true, mask(name));
      Cut.set(cut.parameters(), whole.parameters());
      NDArray video = features(manager, longer);
      boolean[] real = {true, true, true, false, false, true, true, true, false, false};
      float[] padded =
          whole.values(manager, List.of(video), manager.create(real, new Shape(BATCH, 5)));
      float[] shorter = cut.values(manager, List.of(video.get(":, :3")), null);
      for (int example = 0; example < BATCH; example++) {
        int from = example * 5 * WIDTH;
        int fromShorter = example * 3 * WIDTH;
        assertThat(Arrays.copyOfRange(padded, from, from + 3 * WIDTH))
            .containsExactly(
                Arrays.copyOfRange(shorter, fromShorter, fromShorter + 3 * WIDTH), within(1e-5f));
      }
    }
  }

  @Test
  void withoutPositionsTheOrderOfTokensIsNotKnown() {
    try (NDManager manager = NDManager.newBaseManager()) {
      for (boolean positions : new boolean[] {false, true}) {
        Subject subject = Subject.of(manager, List.of(VIDEO), positions, mask("none"));
        NDArray video = features(manager, VIDEO);
        NDArray turned = video.flip(1);
        float[] straight = subject.values(manager, List.of(video), null);
        float[] around = subject.values(manager, List.of(turned), null);
        double apart =
            Floats.distance(
                Arrays.copyOf(straight, WIDTH), Arrays.copyOfRange(around, 2 * WIDTH, 3 * WIDTH));
        if (positions) {
          assertThat(apart).isGreaterThan(1e-3);
        } else {
          assertThat(apart).isLessThan(1e-5);
        }
      }
    }
  }
}
