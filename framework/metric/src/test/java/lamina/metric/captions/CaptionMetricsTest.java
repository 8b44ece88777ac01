package lamina.metric.captions;

import static lamina.metric.captions.Given.corpus;
import static lamina.metric.captions.Given.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import lamina.config.ConfigException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Values that follow from the definitions by hand. */
class CaptionMetricsTest {
  /** BLEU adds 1e-9 to what it divides by. */
  private static final Offset<Double> ALMOST = within(2e-9);

  private static final Offset<Double> SAME = within(1e-14);

  @Test
  void aWordCountsAsOftenAsInTheReferenceThatHasItMostOften() {
    Captioned item =
        item("the the the the the the the", "the cat is on the mat", "there is a cat on the mat");
    assertThat(bleu(1, item)).isCloseTo(2.0 / 7, ALMOST);
    assertThat(bleu(1, item("the the", "the", "the"))).isCloseTo(1.0 / 2, ALMOST);
  }

  @Test
  void bleuIsTheGeometricMeanOfThePrecisionsOfUpToNWords() {
    Captioned item = item("a b c d", "a b c e");
    assertThat(bleu(1, item)).isCloseTo(3.0 / 4, ALMOST);
    assertThat(bleu(2, item)).isCloseTo(Math.sqrt(3.0 / 4 * 2 / 3), ALMOST);
    assertThat(bleu(3, item)).isCloseTo(Math.cbrt(3.0 / 4 * 2 / 3 / 2), ALMOST);
    assertThat(bleu(4, item)).isCloseTo(Math.pow(1.0 / 4 * 1e-15, 0.25), within(1e-12));
  }

  @Test
  void aShortCandidateIsPunishedByTheClosestReferenceAndOfTwoTheShorter() {
    String candidate = "a b c d e";
    assertThat(bleu(1, item(candidate, "a b c d e f"))).isCloseTo(Math.exp(-0.2), ALMOST);
    assertThat(bleu(1, item(candidate, "a b c d e f", "x x x x"))).isCloseTo(1, ALMOST);
    assertThat(bleu(1, item(candidate, "x x x x", "a b c d e f"))).isCloseTo(1, ALMOST);
    assertThat(bleu(1, item(candidate, "x x x", "a b c d e f"))).isCloseTo(Math.exp(-0.2), ALMOST);
  }

  @Test
  void bleuOfTheCorpusIsOfItsCountsAndNotAMean() {
    CaptionScore bleu = Bleu.of(corpus(item("a", "a"), item("x y z", "a b c"))).get(0);
    assertThat(bleu.items().get("0")).isCloseTo(1, ALMOST);
    assertThat(bleu.items().get("1")).isCloseTo(0, ALMOST);
    assertThat(bleu.corpus()).isCloseTo(1.0 / 4, ALMOST);
  }

  @Test
  void anEmptyCandidateIsWorthNothingUnlessRougeComparesItWithAnEmptyReference() {
    assertThat(bleu(1, item("", "a b"))).isZero();
    assertThat(bleu(1, item("", ""))).isZero();
    assertThat(rouge(item("", "a b"))).isZero();
    assertThat(rouge(item("", "a b", ""))).isEqualTo(1);
    CaptionScore cider = Cider.of(corpus(item("", ""), item("a b c d", "a b c d")));
    assertThat(cider.items()).containsEntry("0", 0.0);
    assertThat(cider.items().get("1")).isCloseTo(10, SAME);
    assertThat(Cider.of(corpus(item("", ""), item("", ""))).corpus()).isZero();
  }

  @Test
  void rougeTakesTheBestPrecisionAndTheBestRecallOfDifferentReferences() {
    assertThat(rouge(item("a b c", "a b c d e f", "c"))).isEqualTo(1);
    double precision = 1.0 / 2;
    double recall = 1.0 / 3;
    assertThat(rouge(item("a b", "a c d")))
        .isCloseTo(2.44 * precision * recall / (recall + 1.44 * precision), SAME);
    assertThat(rouge(item("a b", "c d"))).isZero();
  }

  @Test
  void rougeLooksAtTheOrderOfWordsAndSplitsAtSingleBlanks() {
    assertThat(rouge(item("a b c", "c b a"))).isCloseTo(1.0 / 3, SAME);
    assertThat(rouge(item("a  b", "a  b"))).isEqualTo(1);
    assertThat(rouge(item("a ", "a x"))).isCloseTo(1.0 / 2, SAME);
    assertThat(rouge(item("2\u00a01/2", "2 1/2"))).isZero();
    assertThat(bleu(1, item("2\u00a01/2", "2 1/2"))).isCloseTo(1, ALMOST);
  }

  @Test
  void ciderOfAPerfectCaptionIsTenIfNothingIsCommonToAllItemsAndZeroInACorpusOfOne() {
    Captioned one = item("a b c d", "a b c d");
    assertThat(Cider.of(corpus(one, item("x", "w x y z"))).items().get("0")).isCloseTo(10, SAME);
    assertThat(Cider.of(corpus(one)).corpus()).isZero();
    assertThat(Cider.of(corpus(one, one)).corpus()).as("no word tells items apart").isZero();
  }

  @Test
  void ciderClipsWeightsAndPunishesADifferenceInBigrams() {
    Captioned other = item("w x y z", "w x y z");
    assertThat(Cider.of(corpus(item("a a a a", "a b c d"), other)).items().get("0"))
        .isCloseTo(10 * (1.0 / 8) / 4, SAME);
    assertThat(Cider.of(corpus(item("a", "a b c d"), other)).items().get("0"))
        .isCloseTo(10 * (1.0 / 2) / 4 * Math.exp(-9.0 / 72), SAME);
  }

  @Test
  void ciderIsAMeanOverReferencesAndItems() {
    Captioned item = item("a b c d", "a b c d", "e f g h");
    CaptionScore cider = Cider.of(corpus(item, item("x", "w x y z")));
    assertThat(cider.items().get("0")).isCloseTo(5, SAME);
    assertThat(cider.corpus())
        .isCloseTo((cider.items().get("0") + cider.items().get("1")) / 2, SAME);
  }

  @Test
  void wordsEndWherePythonSplits() {
    int[] spaces =
        IntStream.rangeClosed(0, Character.MAX_VALUE)
            .filter(c -> Words.isSpace((char) c))
            .toArray();
    assertThat(spaces)
        .containsExactly(
            0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0, 0x1680, 0x2000,
            0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028,
            0x2029, 0x202f, 0x205f, 0x3000);
    assertThat(Words.of(" a \t b\u00a0c ")).containsExactly("a", "b", "c");
    assertThat(Words.of(" ")).isEmpty();
  }

  @Test
  void anItemWithoutReferencesIsRefused() {
    assertThatThrownBy(() -> new Captioned("7", List.of(), "a"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("id '7': references must be at least 1, got 0");
  }

  private static double bleu(int n, Captioned item) {
    CaptionScore score = Bleu.of(List.of(item)).get(n - 1);
    assertThat(score.metric()).isEqualTo("Bleu_" + n);
    assertThat(score.items()).containsEntry("a", score.corpus());
    return score.corpus();
  }

  private static double rouge(Captioned item) {
    return RougeL.of(List.of(item)).corpus();
  }
}
