package lamina.results.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  /** Student's sleep data, as R's t.test(paired = TRUE) has it. */
  private static final double[] FIRST = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};

  private static final double[] SECOND = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

  @Test
  void thePairedTestIsThatOfTheSleepData() {
    PairedTest test = PairedTest.of(bySeed(FIRST), bySeed(SECOND)).orElseThrow();
    assertThat(test.n()).isEqualTo(10);
    assertThat(test.difference()).isCloseTo(-1.58, within(1e-9));
    assertThat(test.low()).isCloseTo(-2.4598858, within(1e-6));
    assertThat(test.high()).isCloseTo(-0.7001142, within(1e-6));
    assertThat(test.p()).isCloseTo(0.002833, within(1e-6));
  }

  /**
   * Darwin's maize, crossed less self-fertilised, in eighths of an inch: Fisher, The Design of
   * Experiments, 1935, table 3. Section 17 has t = 2.148, section 21 counts 835 + 28 of 2^15 sums
   * as great as the observed one.
   */
  private static final double[] DARWIN = {
    49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48
  };

  @Test
  void bothTestsOfDarwinsMaizeAreFishers() {
    PairedTest test = PairedTest.of(bySeed(DARWIN), bySeed(new double[15])).orElseThrow();
    assertThat(test.difference() * test.n()).isCloseTo(314, within(1e-9));
    assertThat(test.difference() / test.std() * Math.sqrt(15)).isCloseTo(2.148, within(5e-4));
    assertThat(test.p()).isCloseTo(0.0497, within(5e-5));
    assertThat(test.permutationP()).isEqualTo(2 * (835 + 28) / 32768.0);
  }

  @Test
  void withManyPairsRandomSignsComeCloseToAllOfThem() {
    List<Double> few = Arrays.stream(DARWIN).boxed().toList();
    List<Double> many = new ArrayList<>(few);
    // zeros change no sum, so that the exact p is the same
    many.addAll(Collections.nCopies(PermutationTest.MOST_EXACT, 0.0));
    double p = PermutationTest.p(many);
    assertThat(p).isCloseTo(PermutationTest.p(few), within(3e-3));
    assertThat(PermutationTest.p(many)).isEqualTo(p);
    assertThat(PermutationTest.p(Collections.nCopies(40, 1.0)))
        .as("never 0: the observed one counts")
        .isEqualTo(1 / 100_001.0);
  }

  @Test
  void fiveSeedsGiveNoPermutationPBelowOneSixteenth() {
    assertThat(PermutationTest.p(List.of(1.0, 2.0, 0.1, 5.0, 3.0))).isEqualTo(1 / 16.0);
    assertThat(PermutationTest.smallest(5)).isEqualTo(1 / 16.0);
    assertThat(PermutationTest.p(List.of(0.1, 0.2, -0.3)))
        .as("sums that differ by rounding alone are equal")
        .isEqualTo(1);
  }

  /** Hedges and Olkin, Statistical Methods for Meta-Analysis, 1985, table 2 of chapter 5. */
  @Test
  void theCorrectionForFewPairsIsThatOfHedges() {
    assertThat(Hedges.correction(2)).isCloseTo(0.5642, within(5e-5));
    assertThat(Hedges.correction(3)).isCloseTo(0.7236, within(5e-5));
    assertThat(Hedges.correction(4)).isCloseTo(0.7979, within(5e-5));
    assertThat(Hedges.correction(9)).isCloseTo(0.9139, within(5e-5));
    assertThat(Hedges.correction(1)).isNaN();
    PairedTest sleep = PairedTest.of(bySeed(FIRST), bySeed(SECOND)).orElseThrow();
    assertThat(sleep.dz()).isCloseTo(-1.284558, within(1e-6));
    assertThat(sleep.gz()).isCloseTo(-1.284558 * 0.9139, within(1e-4));
  }

  /** The manual of G*Power 3.1, "difference between two dependent means", has the first. */
  @Test
  void powerIsThatOfGPowerAndOfR() {
    assertThat(Power.ofPaired(50, 0.421637)).isCloseTo(0.832114, within(1e-6));
    assertThat(Power.ofPaired(34, 0.5)).isCloseTo(0.807777, within(1e-6));
    // R's power.t.test(n = 20, delta = 1, sd = 1): two samples, without the tail of the other sign
    assertThat(Power.ofT(38, Math.sqrt(10))).isCloseTo(0.8689528, within(5e-7));
  }

  @Test
  void theSmallestEffectHasPowerFourFifths() {
    // R's power.t.test(n = 20, power = 0.8, type = "paired")
    assertThat(Power.smallestEffect(20)).isCloseTo(0.6604424, within(1e-6));
    for (int pairs : new int[] {2, 3, 5, 10, 40}) {
      assertThat(Power.ofPaired(pairs, Power.smallestEffect(pairs))).isCloseTo(0.8, within(1e-6));
    }
    PairedTest sleep = PairedTest.of(bySeed(FIRST), bySeed(SECOND)).orElseThrow();
    assertThat(sleep.detectable()).isCloseTo(0.9960023 * sleep.std(), within(5e-6));
  }

  @Test
  void onlySeedsThatBothHaveArePairs() {
    Map<Long, Double> most = bySeed(FIRST);
    most.remove(3L);
    assertThat(PairedTest.of(most, bySeed(SECOND)).orElseThrow().n()).isEqualTo(9);
    assertThat(PairedTest.of(Map.of(1L, 1.0), Map.of(1L, 2.0))).isEmpty();
  }

  @Test
  void equalDifferencesHaveNoInterval() {
    PairedTest same = PairedTest.of(bySeed(FIRST), bySeed(FIRST)).orElseThrow();
    assertThat(same.p()).isEqualTo(1);
    assertThat(same.low()).isEqualTo(0);
    PairedTest moved =
        PairedTest.of(Map.of(1L, 2.0, 2L, 3.0), Map.of(1L, 1.0, 2L, 2.0)).orElseThrow();
    assertThat(moved.p()).isZero();
    assertThat(moved.gz()).isNaN();
  }

  @Test
  void holmIsThatOfR() {
    assertThat(Holm.adjust(List.of(0.01, 0.02, 0.03, 0.04)))
        .containsExactly(new double[] {0.04, 0.06, 0.06, 0.06}, within(1e-12));
    assertThat(Holm.adjust(List.of(0.5, 0.001, 0.9)))
        .containsExactly(new double[] {1, 0.003, 1}, within(1e-12));
    assertThat(Holm.adjust(List.of())).isEmpty();
  }

  @Test
  void holmNeverLowersAndKeepsTheOrder() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 200; round++) {
      List<Double> p = random.doubles(1 + random.nextInt(20)).boxed().toList();
      double[] adjusted = Holm.adjust(p);
      for (int i = 0; i < adjusted.length; i++) {
        assertThat(adjusted[i]).isBetween(p.get(i), 1.0);
        for (int j = 0; j < adjusted.length; j++) {
          assertThat(p.get(i) < p.get(j) && adjusted[i] > adjusted[j]).isFalse();
        }
      }
    }
  }

  @Test
  void oneValueHasNoDeviation() {
    assertThat(Summary.of(List.of(3.0)).std()).isNaN();
    assertThat(Summary.of(List.of(1.0, 3.0)).std()).isCloseTo(Math.sqrt(2), within(1e-12));
    assertThat(Summary.of(List.of()).mean()).isNaN();
  }

  private static Map<Long, Double> bySeed(double[] values) {
    Map<Long, Double> map = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      map.put((long) i, values[i]);
    }
    return map;
  }
}
