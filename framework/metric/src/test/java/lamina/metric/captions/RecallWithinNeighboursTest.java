package lamina.metric.captions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import lamina.config.ConfigException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecallWithinNeighboursTest {
  private static final Offset<Double> SAME = within(1e-15);
  private static final Similarity<String> UNIGRAMS = new NgramF1(1);
  private static final List<String> TRUTH = List.of("a b", "c d", "e f", "g h", "i j", "k l", "m");

  @Test
  void whoSaysTheTrueSentencesIsAlwaysFound() {
    assertThat(recall(1, 4, TRUTH)).isEqualTo(1);
  }

  @Test
  void whoSaysAlwaysTheSameIsFoundByChance() {
    assertThat(recall(1, 4, Collections.nCopies(7, "nothing of this"))).isCloseTo(0.25, SAME);
    assertThat(recall(3, 4, Collections.nCopies(7, ""))).isCloseTo(0.75, SAME);
    assertThat(recall(4, 4, Collections.nCopies(7, ""))).isEqualTo(1);
  }

  @Test
  void aSentenceIsFoundAmongTheKMostSimilarOnly() {
    List<String> swapped = List.of("c d", "a b", "e f", "g h");
    RecallWithinNeighbours.Found first = of(1, 4, swapped);
    assertThat(first.recall()).isEqualTo(0.5);
    assertThat(first.recall(0)).isZero();
    assertThat(first.recall(2)).isEqualTo(1);
    assertThat(of(2, 4, swapped).recall(0)).as("second, with two others").isCloseTo(1 / 3.0, SAME);
  }

  @Test
  void windowsOverlapByHalfAndWhatIsBehindTheLastWholeOneDoesNotCount() {
    RecallWithinNeighbours.Found found = of(1, 4, TRUTH);
    assertThat(found.windows()).containsExactly(1, 1, 2, 2, 1, 1, 0);
    assertThat(found.recall(6)).isNull();
    assertThat(new RecallWithinNeighbours(1, 5).of(TRUTH, TRUTH, UNIGRAMS).windows())
        .as("of five every two")
        .containsExactly(1, 1, 2, 2, 2, 1, 1);
  }

  @Test
  void fewerSentencesThanAWindowHaveNoRecall() {
    assertThat(new RecallWithinNeighbours(1, 8).of(TRUTH, TRUTH, UNIGRAMS).recall()).isNull();
  }

  @Test
  void ngramF1CountsRepeatedWordsAsOftenAsBothHaveThem() {
    assertThat(UNIGRAMS.name()).isEqualTo("1-gram F1");
    assertThat(UNIGRAMS.between("a a b", "a b c")).isCloseTo(2 * 2 / 6.0, SAME);
    assertThat(new NgramF1(2).between("a a b", "a b c")).isCloseTo(2 * 1 / 4.0, SAME);
    assertThat(UNIGRAMS.between("", "")).isZero();
    assertThatThrownBy(() -> new NgramF1(0)).hasMessageContaining("at least 1, got 0");
  }

  @Test
  void embeddingsAreComparedByTheirCosine() {
    Cosine cosine = new Cosine("all-MiniLM-L6-v2");
    assertThat(cosine.name()).isEqualTo("cosine of all-MiniLM-L6-v2");
    assertThat(cosine.between(new float[] {3, 4}, new float[] {4, 3})).isCloseTo(24 / 25.0, SAME);
    assertThat(cosine.between(new float[] {1, 0}, new float[] {-2, 0})).isCloseTo(-1, SAME);
    assertThat(cosine.between(new float[] {0, 0}, new float[] {1, 0})).isZero();
    assertThatThrownBy(() -> cosine.between(new float[1], new float[2]))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("the same dimension, got 1 and 2");
    List<float[]> embeddings = List.of(new float[] {1, 0}, new float[] {0, 1});
    assertThat(new RecallWithinNeighbours(1, 2).of(embeddings, embeddings, cosine).recall())
        .isEqualTo(1);
  }

  @Test
  void aSimilarityThatIsNoNumberAndListsThatDifferAreRefused() {
    List<float[]> broken = List.of(new float[] {Float.NaN}, new float[] {1});
    RecallWithinNeighbours recall = new RecallWithinNeighbours(1, 2);
    assertThatThrownBy(() -> recall.of(broken, broken, new Cosine("x")))
        .isInstanceOf(ConfigException.class)
        .hasMessage("cosine of x must be finite, got NaN");
    assertThatThrownBy(() -> recall.of(TRUTH, List.of("a"), UNIGRAMS))
        .hasMessage("generated sentences must be as many as true ones, 1, got 7");
  }

  @ParameterizedTest
  @CsvSource({"0/16, 'from 1 to N = 16, got 0'", "17/16, 'got 17'", "1/1, 'at least 2, got 1'"})
  void kIsAtMostN(String written, String message) {
    assertThatThrownBy(() -> RecallWithinNeighbours.parse(written))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "5/", "a/16", "-1/16", "5/16/2", ""})
  void aRecallIsWrittenKOfN(String written) {
    assertThatThrownBy(() -> RecallWithinNeighbours.parse(written))
        .isInstanceOf(ConfigException.class)
        .hasMessage("--recall must be written k/N, for example 5/16, got " + written);
  }

  private static Double recall(int k, int n, List<String> generated) {
    return of(k, n, generated).recall();
  }

  private static RecallWithinNeighbours.Found of(int k, int n, List<String> generated) {
    List<String> truth = TRUTH.subList(0, generated.size());
    return new RecallWithinNeighbours(k, n).of(generated, truth, UNIGRAMS);
  }
}
