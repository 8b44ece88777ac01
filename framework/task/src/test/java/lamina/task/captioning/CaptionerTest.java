package lamina.task.captioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lamina.data.captions.CaptionSplit;
import lamina.data.text.Vocabulary;
import lamina.mask.LinearControl;
import lamina.mask.NoMask;
import lamina.mask.SparseMask;
import lamina.model.Pass;
import lamina.model.language.BeamSearch;
import lamina.model.language.Generated;
import lamina.task.LossGradient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each captioner's whole loss, on usual captions and on unusual ones. */
class CaptionerTest {
  private static final BeamSearch GREEDY =
      BeamSearch.greedy(Given.CAPTION_TOKENS - 1, Vocabulary.EOS);

  private static Arguments named(String name, Supplier<Subject> subject) {
    return Arguments.of(name, subject);
  }

  static Stream<Arguments> captioners() {
    return Stream.of(
        named("SwinBERT", () -> Subject.swinBert(new NoMask(), Given.VIDEOS)),
        named("SwinBERT, LAM", () -> Subject.swinBert(Given.mask(), Given.VIDEOS)),
        named("adapter", () -> Subject.adapter(new NoMask(), Given.VIDEOS)),
        named("adapter, LAM", () -> Subject.adapter(Given.mask(), Given.VIDEOS)),
        named("adapter, control", () -> Subject.adapter(new LinearControl(5, false), Given.VIDEOS)),
        named("adapter, padded", () -> Subject.adapter(Given.mask(), unequal())));
  }

  private static List<Given.Video> unequal() {
    return List.of(
        new Given.Video(1, 0, "a coat"),
        new Given.Video(3, 2, "a bag is shown"),
        new Given.Video(2, 0, "French"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("captioners")
  void theGradientOfTheLossIsThatOfFiniteDifferences(String name, Supplier<Subject> given) {
    try (Subject subject = given.get()) {
      LossGradient.check(subject.manager(), subject.parameters(), subject::loss);
    }
  }

  /** Bits of the scores' gradient are lost beside a bias of thousands; the penalty's are not. */
  @Test
  void aSparseMasksPenaltyIsPartOfTheLoss() {
    for (double weight : new double[] {0, 2}) {
      try (Subject subject = Subject.swinBert(new SparseMask(weight, true), Given.VIDEOS);
          Subject without = Subject.swinBert(new SparseMask(0, true), Given.VIDEOS)) {
        double mean = 0;
        try (Pass pass = subject.pass()) {
          float[] matrix =
              pass.get(
                      subject.declaration().tensors().stream()
                          .filter(tensor -> tensor.name().equals("mask.matrix"))
                          .findFirst()
                          .orElseThrow())
                  .toFloatArray();
          for (int i = 0; i < matrix.length; i++) {
            mean += i % 4 == 0 ? 0 : 1 / (1 + Math.exp(-matrix[i])) / matrix.length;
          }
        }
        assertThat(subject.loss() - without.loss())
            .isCloseTo((float) (weight * mean), within(1e-5f));
      }
    }
  }

  @Test
  void whatIsMaskedComesFromTheRandomnessThatIsGiven() {
    try (Subject subject = Subject.swinBert(new NoMask(), Given.VIDEOS);
        Pass pass = subject.pass()) {
      Example batch = subject.data().batch(subject.all(), pass.manager());
      float one = subject.model().loss(pass, batch, new SplittableRandom(1)).getFloat();
      assertThat(subject.model().loss(pass, batch, new SplittableRandom(1)).getFloat())
          .isEqualTo(one);
      assertThat(subject.model().loss(pass, batch, new SplittableRandom(2)).getFloat())
          .isNotEqualTo(one);
    }
  }

  @Test
  void aCaptionOfSignsAloneIsEmptyAndLearnedAsItsEnd() {
    List<Given.Video> videos =
        List.of(new Given.Video(3, 2, "...", "a coat"), new Given.Video(3, 2, "!?"));
    check(Subject.swinBert(Given.mask(), videos));
    check(Subject.adapter(Given.mask(), videos));
    try (Subject subject = Subject.adapter(new NoMask(), List.of(new Given.Video(3, 2, "...")))) {
      assertThat(subject.data().caption(0)).startsWith(Vocabulary.BOS, Vocabulary.EOS);
      assertThat(subject.data().vocabulary().size()).isEqualTo(Vocabulary.SPECIAL_TOKENS);
      check(subject);
    }
  }

  @Test
  void aLongerCaptionThanTheMaximumIsCutAndKeepsItsEnd() {
    List<Given.Video> videos =
        List.of(new Given.Video(3, 2, "a coat ".repeat(30)), new Given.Video(3, 2, "a bag"));
    try (Subject subject = Subject.swinBert(new NoMask(), videos)) {
      int[] caption = subject.data().caption(0);
      assertThat(subject.data().vocabulary().decode(caption)).isEqualTo("a coat a coat a");
      assertThat(caption[Given.CAPTION_TOKENS - 1]).isEqualTo(Vocabulary.EOS);
    }
    check(Subject.swinBert(Given.mask(), videos));
    check(Subject.adapter(Given.mask(), videos));
  }

  @Test
  void aWordThatNoTrainingCaptionHasIsAnUnknownOne() {
    Vocabulary vocabulary = Vocabulary.of(List.of("a coat"), 1);
    List<Given.Video> videos = List.of(new Given.Video(3, 2, "a velvet coat"));
    CaptionSplit silent = Given.split(Given.SILENT, videos);
    try (Subject subject = Subject.swinBert(new NoMask(), silent, vocabulary)) {
      assertThat(vocabulary.decode(subject.data().caption(0))).isEqualTo("a [UNK] coat");
      check(subject);
    }
    check(Subject.adapter(new NoMask(), Given.split(Given.WITH_SOUND, videos), vocabulary));
  }

  @Test
  void oneVideoWithOneReferenceIsEnough() {
    List<Given.Video> one = List.of(new Given.Video(1, 1, "coat"));
    check(Subject.swinBert(Given.mask(), one));
    check(Subject.adapter(Given.mask(), one));
  }

  @Test
  void aPictureWithoutSoundIsReadAloneBesideOthersThatHaveSome() {
    check(Subject.adapter(Given.mask(), unequal()));
    try (Subject subject = Subject.adapter(Given.mask(), unequal())) {
      for (int i = 0; i < 3; i++) {
        assertThat(losses(subject, new int[] {0, 1, 2}, i))
            .containsExactly(losses(subject, new int[] {i}, 0), within(1e-5f));
      }
    }
  }

  private static int length(Subject subject, int index) {
    return subject.data().vocabulary().length(subject.data().caption(index));
  }

  /** Of one of the captions that are read together. */
  private static float[] losses(Subject subject, int[] read, int which) {
    try (Pass pass = subject.pass()) {
      float[] all =
          subject.model().read(pass, subject.data().batch(read, pass.manager())).toFloatArray();
      int from = 0;
      for (int i = 0; i < which; i++) {
        from += length(subject, read[i]) - 1;
      }
      int words = length(subject, read[which]) - 1;
      return Arrays.copyOfRange(all, from, from + words);
    }
  }

  @Test
  void dataOfWhichNoVideoHasSoundAreLearnedFromPictures() {
    check(
        Subject.adapter(
            Given.mask(),
            List.of(new Given.Video(3, 0, "a coat"), new Given.Video(2, 0, "a bag"))));
  }

  @Test
  void anEmptyCaptionMayBeGenerated() {
    try (Subject subject = Subject.swinBert(new NoMask(), Given.VIDEOS)) {
      subject.change("output-bias", Vocabulary.EOS, value -> 1000f);
      List<Generated> generated = subject.generate(GREEDY);
      assertThat(generated).allMatch(one -> one.ended() && one.tokens().isEmpty());
      Metrics metrics = new Metrics(true);
      metrics.read(new float[] {1});
      metrics.add(subject.data().references(0), subject.data().vocabulary().decode(new int[0]));
      assertThat(metrics.values().values()).allMatch(Double::isFinite);
      assertThat(metrics.values()).containsEntry("cider-plain", 0.0);
    }
  }

  /** A loss with its gradient, a reading and a generation, all in numbers. */
  private static void check(Subject subject) {
    try (subject) {
      assertThat(subject.loss()).isFinite().isPositive();
      assertThat(LossGradient.of(subject.manager(), subject.parameters(), subject::loss))
          .doesNotContain(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY)
          .isNotEqualTo(new float[subject.declaration().size()]);
      assertThat(subject.generate(GREEDY))
          .hasSize(subject.data().size())
          .allMatch(one -> Double.isFinite(one.logProbability()));
      try (Pass pass = subject.pass()) {
        Example batch = subject.data().batch(subject.all(), pass.manager());
        for (float one : subject.model().read(pass, batch).toFloatArray()) {
          assertThat(one).isFinite();
        }
      }
    }
  }
}
