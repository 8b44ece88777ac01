package lamina.model.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import lamina.config.Activation;
import lamina.config.AttentionMask;
import lamina.config.Normalisation;
import lamina.config.Transformer;
import lamina.mask.LearnableMask;
import lamina.mask.LinearControl;
import lamina.mask.MaskFusion;
import lamina.mask.MaskLength;
import lamina.mask.MaskPlacement;
import lamina.mask.NoMask;
import lamina.mask.SparseMask;
import lamina.mask.StaticMask;
import lamina.model.Cut;
import lamina.model.Declaration;
import lamina.model.FiniteDifferences;
import lamina.model.Given;
import lamina.model.Observer;
import lamina.model.Parameters;
import lamina.model.Pass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a video's tokens stand, and where they are padding. */
class CaptionEncoderVideoTest {
  private static final int WORDS = 9;
  private static final int TEXT = 4;
  private static final int VIDEO = 5;
  private static final int SHORTER = 3;
  private static final int FEATURES = 5;
  private static final int WIDTH = 4;
  private static final int[][] CAPTIONS = {{1, 5, 8, 0}, {1, 2, 3, 8}};
  private static final int BATCH = CAPTIONS.length;

  private static Map<String, AttentionMask> masks() {
    Map<String, AttentionMask> masks = new LinkedHashMap<>();
    masks.put("none", new NoMask());
    masks.put("sparse", new SparseMask(0.5, false));
    masks.put("hard sparse", new SparseMask(0.5, true));
    masks.put("static", new StaticMask(MaskFusion.MULTIPLY));
    masks.put("linear control", new LinearControl(3, true));
    for (MaskFusion fusion : MaskFusion.values()) {
      LearnableMask lam = Given.mask().withFusion(fusion);
      masks.put("LAM " + fusion, lam.withPlacement(MaskPlacement.SHARED_MASK));
      masks.put("Multi-LAM " + fusion, lam);
    }
    masks.put("content keys", Given.mask().withLength(MaskLength.CONTENT_KEYS));
    return masks;
  }

  static Set<String> names() {
    return masks().keySet();
  }

  /** An encoder of videos of a length, with its parameters. */
  private record Subject(CaptionEncoder encoder, Parameters parameters) {
    static Subject of(NDManager manager, int video, boolean positions, AttentionMask mask) {
      Declaration declaration = new Declaration();
      Transformer backbone =
          new Transformer(2, 2, WIDTH, 8, 0, Activation.GELU, Normalisation.POST);
      CaptionEncoder encoder =
          new CaptionEncoder(
              declaration,
              new CaptionEncoderConfig(WORDS, TEXT, video, FEATURES, positions, backbone, mask));
      return new Subject(encoder, Parameters.initial(declaration, 3, manager));
    }

    float[] logits(NDManager manager, VideoTokens video) {
      try (Pass pass = Pass.evaluation(manager, parameters, Observer.NOBODY)) {
        return encoder.forward(pass, CAPTIONS, video.in(pass)).toFloatArray();
      }
    }
  }

  private static NDArray video(NDManager manager) {
    return Given.uniform(manager, 1, BATCH, VIDEO, FEATURES);
  }

  /** Both videos are padded from the same token on. */
  private static NDArray real(NDManager manager) {
    boolean[] real = new boolean[BATCH * VIDEO];
    for (int i = 0; i < real.length; i++) {
      real[i] = i % VIDEO < SHORTER;
    }
    return manager.create(real, new Shape(BATCH, VIDEO));
  }

  @Test
  void positionsAreAVectorAPlaceOfTheVideo() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Subject without = Subject.of(manager, VIDEO, false, new NoMask());
      Subject with = Subject.of(manager, VIDEO, true, new NoMask());
      assertThat(with.parameters().flat().size() - without.parameters().flat().size())
          .isEqualTo(VIDEO * WIDTH);
      VideoTokens straight = new VideoTokens(video(manager));
      VideoTokens around = new VideoTokens(video(manager).flip(1));
      assertThat(without.logits(manager, around))
          .containsExactly(without.logits(manager, straight), within(1e-5f));
      assertThat(with.logits(manager, around)).isNotEqualTo(with.logits(manager, straight));
    }
  }

  @Test
  void gradientsWithPositionsAndPaddingAreThoseOfFiniteDifferences() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Subject subject = Subject.of(manager, VIDEO, true, Given.mask());
      // norms of small vectors curve too much for differences
      float[] values = subject.parameters().values();
      int from = 0;
      for (Declaration.Tensor tensor : subject.parameters().tensors()) {
        boolean small = Set.of("words.weight", "positions").contains(tensor.name());
        for (int i = from; small && i < from + tensor.size(); i++) {
          values[i] *= 25;
        }
        from += tensor.size();
      }
      subject.parameters().set(values);
      VideoTokens padded = new VideoTokens(video(manager), real(manager));
      FiniteDifferences.check(
          manager,
          subject.parameters(),
          pass -> subject.encoder().forward(pass, CAPTIONS, padded.in(pass)));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void whatStandsInPaddingChangesNoWord(String name) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Subject subject = Subject.of(manager, VIDEO, true, masks().get(name));
      NDArray zeros = video(manager);
      NDArray garbage = video(manager);
      zeros.set(new NDIndex(":, 3:"), manager.create(0f));
      garbage.set(new NDIndex(":, 3:"), manager.create(1000f));
      assertThat(subject.logits(manager, new VideoTokens(garbage, real(manager))))
          .isEqualTo(subject.logits(manager, new VideoTokens(zeros, real(manager))))
          .isNotEqualTo(subject.logits(manager, new VideoTokens(zeros)));
    }
  }

  /** The video ends the sequence, so that a literal mask's columns of what is real stay theirs. */
  @ParameterizedTest
  @MethodSource("names")
  void aPaddedVideoIsReadAsAnEncoderOfShorterVideosDoes(String name) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Subject whole = Subject.of(manager, VIDEO, true, masks().get(name));
      Subject cut = Subject.of(manager, SHORTER, true, masks().get(name));
      Cut.set(cut.parameters(), whole.parameters());
      float[] padded = whole.logits(manager, new VideoTokens(video(manager), real(manager)));
      float[] shorter = cut.logits(manager, new VideoTokens(video(manager).get(":, :" + SHORTER)));
      assertThat(padded).containsExactly(shorter, within(1e-5f));
    }
  }

  @Test
  void generationKeepsThePaddingOfEveryCaptionThatGoesOn() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Subject subject = Subject.of(manager, VIDEO, true, Given.mask());
      boolean[] real = new boolean[BATCH * VIDEO];
      Arrays.fill(real, 0, VIDEO + 1, true);
      NDArray marked = manager.create(real, new Shape(BATCH, VIDEO));
      VideoTokens both = new VideoTokens(video(manager), marked);
      VideoTokens second = new VideoTokens(both.features().get("1:"), marked.get("1:"));
      try (NextTokens ofBoth = next(subject, both, manager);
          NextTokens ofSecond = next(subject, second, manager)) {
        assertThat(ofBoth.first()[1]).containsExactly(ofSecond.first()[0], within(1e-5f));
        assertThat(ofBoth.next(new int[] {1, 0, 1}, new int[] {6, 7, 5})[2])
            .containsExactly(ofSecond.next(new int[] {0}, new int[] {5})[0], within(1e-5f));
      }
    }
  }

  private static NextTokens next(Subject subject, VideoTokens video, NDManager manager) {
    return new MaskedNextTokens(subject.encoder(), subject.parameters(), 1, 8, video, manager);
  }
}
