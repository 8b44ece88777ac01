package lamina.task.captioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lamina.config.Captioning;
import lamina.config.Experiment;
import lamina.config.SwinBert;
import lamina.data.text.Vocabulary;
import lamina.mask.NoMask;
import lamina.model.Declaration;
import lamina.model.Pass;
import lamina.model.language.BeamSearch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedWordsTest {
  private static final int LENGTH = 12;
  private static final int WORDS = 30;
  private static final int VOCABULARY = Vocabulary.SPECIAL_TOKENS + WORDS;
  private static final int DRAWS = 4000;

  private static Vocabulary vocabulary(int words) {
    List<String> captions = IntStream.range(0, words).mapToObj(i -> "word" + i).toList();
    return Vocabulary.of(captions, 1);
  }

  private static MaskedWords masking(double share, int words) {
    SwinBert captioner = new SwinBert(LENGTH, share);
    Experiment<?> experiment = Given.experiment(Given.SILENT, captioner, new NoMask());
    return new MaskedWords(
        new Declaration(),
        (Captioning) experiment.task(),
        captioner,
        experiment,
        vocabulary(words));
  }

  /** [BOS], so many words, [EOS], and padding. */
  private static int[] caption(int words, SplittableRandom random) {
    int[] caption = new int[LENGTH];
    caption[0] = Vocabulary.BOS;
    for (int i = 1; i <= words; i++) {
      caption[i] = random.nextInt(Vocabulary.SPECIAL_TOKENS, VOCABULARY);
    }
    caption[words + 1] = Vocabulary.EOS;
    return caption;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.15, 0.5, 0.99})
  void aShareOfTheTokensIsAskedForAtLeastOneAndNeitherTheFirstNorPadding(double share) {
    MaskedWords model = masking(share, WORDS);
    SplittableRandom random = new SplittableRandom(7);
    for (int draw = 0; draw < DRAWS; draw++) {
      int words = random.nextInt(LENGTH - 1);
      int[] caption = caption(words, random);
      List<Loss.Asked> asked = new ArrayList<>();
      int[] seen = model.masked(caption, 3, random, asked);
      long wanted = Math.max(1, Math.round(share * (words + 2)));
      assertThat(asked).hasSize((int) Math.min(words + 1, wanted));
      Set<Integer> places = new HashSet<>();
      for (Loss.Asked one : asked) {
        assertThat(one.example()).isEqualTo(3);
        assertThat(one.place()).isBetween(1, words + 1);
        assertThat(one.word()).isEqualTo(caption[one.place()]);
        places.add(one.place());
      }
      assertThat(places).as("each once").hasSameSizeAs(asked);
      for (int place = 0; place < LENGTH; place++) {
        if (!places.contains(place)) {
          assertThat(seen[place]).isEqualTo(caption[place]);
        }
      }
    }
  }

  /** Of 80 %, a mask token; of 10 %, any word, which may be the same; of 10 %, what was there. */
  @Test
  void mostOfThemAreHiddenSomeAreOtherWordsAndSomeStay() {
    MaskedWords model = masking(0.5, WORDS);
    SplittableRandom random = new SplittableRandom(8);
    double hidden = 0;
    double same = 0;
    double other = 0;
    int[] times = new int[LENGTH];
    for (int draw = 0; draw < DRAWS; draw++) {
      int[] caption = caption(LENGTH - 2, random);
      List<Loss.Asked> asked = new ArrayList<>();
      int[] seen = model.masked(caption, 0, random, asked);
      for (Loss.Asked one : asked) {
        int now = seen[one.place()];
        hidden += now == Vocabulary.MASK ? 1 : 0;
        same += now == one.word() ? 1 : 0;
        other += now >= Vocabulary.SPECIAL_TOKENS && now != one.word() ? 1 : 0;
        times[one.place()]++;
      }
    }
    double all = hidden + same + other;
    assertThat(all).as("of twelve tokens six").isEqualTo(6.0 * DRAWS);
    assertThat(hidden / all).isCloseTo(0.8, within(0.01));
    assertThat(other / all).isCloseTo(0.1 * (1 - 1.0 / WORDS), within(0.01));
    assertThat(same / all).isCloseTo(0.1, within(0.01));
    for (int place = 1; place < LENGTH; place++) {
      assertThat((double) times[place] / DRAWS).isCloseTo(6.0 / 11, within(0.03));
    }
  }

  @Test
  void whereThereAreNoWordsEverythingIsHidden() {
    MaskedWords model = masking(0.99, 0);
    int[] caption = {Vocabulary.BOS, Vocabulary.UNK, Vocabulary.EOS, Vocabulary.PAD};
    for (int seed = 0; seed < 50; seed++) {
      assertThat(model.masked(caption, 0, new SplittableRandom(seed), new ArrayList<>()))
          .containsExactly(Vocabulary.BOS, Vocabulary.MASK, Vocabulary.MASK, Vocabulary.PAD);
    }
  }

  @Test
  void everySecondWordOfACaptionThatIsReadIsAskedFor() {
    assertThat(MaskedWords.everySecondMasked(new int[] {1, 7, 8, 9, 2, 0, 0}, 5))
        .containsExactly(1, 3, 8, 3, 2, 0, 0);
    try (Subject subject = Subject.swinBert(new NoMask(), Given.VIDEOS);
        Pass pass = subject.pass()) {
      long asked =
          subject.model().read(pass, subject.data().batch(subject.all(), pass.manager())).size();
      // of five words, three, four and four, and [EOS] behind each
      assertThat(asked).isEqualTo(3 + 2 + 3 + 3);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aCaptionThatDoesNotEndIsAsLongAsCaptionsMayBe(int beams) {
    try (Subject subject = Subject.swinBert(Given.mask(), Given.VIDEOS)) {
      subject.change("output-bias", Vocabulary.EOS, value -> -1000f);
      BeamSearch search = new BeamSearch(beams, Given.CAPTION_TOKENS - 1, Vocabulary.EOS, 1);
      assertThat(subject.generate(search))
          .hasSize(subject.data().size())
          .allMatch(one -> !one.ended() && one.tokens().size() == Given.CAPTION_TOKENS - 1);
    }
  }
}
