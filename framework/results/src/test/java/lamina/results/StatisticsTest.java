package lamina.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
