package lamina.results.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  /**
   * Survival of treated mice: Efron and Tibshirani, An Introduction to the Bootstrap, table 2.1.
   */
  private static final double[] MICE = {94, 197, 16, 38, 99, 141, 23};

  @Test
  void theIntervalOfTheMiceIsThatOfEfronAndTibshirani() {
    Bootstrap mice = Bootstrap.ofMean(MICE, 100_000, 0, 0.9);
    assertThat(mice.mean()).isCloseTo(86.86, within(0.005));
    // table 13.1, of 1,000 resamples: 5 % at 49.7, 95 % at 126.7
    assertThat(mice.low()).isCloseTo(49.7, within(1.5));
    assertThat(mice.high()).isCloseTo(126.7, within(1.5));
  }

  @Test
  void ofManyExamplesItIsTheNormalInterval() {
    SplittableRandom random = new SplittableRandom(1);
    double[] hits = random.doubles(1000).map(value -> value < 0.3 ? 1 : 0).toArray();
    Bootstrap share = Bootstrap.ofMean(hits, 10_000, 0);
    double reach = 1.96 * Math.sqrt(share.mean() * (1 - share.mean()) / 1000);
    assertThat(share.low()).isCloseTo(share.mean() - reach, within(0.002));
    assertThat(share.high()).isCloseTo(share.mean() + reach, within(0.002));
  }

  @Test
  void theSameSeedGivesTheSameInterval() {
    assertThat(Bootstrap.ofMean(MICE, 100, 7)).isEqualTo(Bootstrap.ofMean(MICE, 100, 7));
    assertThat(Bootstrap.ofMean(MICE, 100, 7)).isNotEqualTo(Bootstrap.ofMean(MICE, 100, 8));
    assertThat(Bootstrap.ofMean(new double[] {2, 2}, 10, 0)).isEqualTo(new Bootstrap(2, 2, 2, 2));
  }

  @Test
  void thereMustBeSomethingToDraw() {
    assertThatThrownBy(() -> Bootstrap.ofMean(new double[0], 10, 0))
        .hasMessageContaining("must be at least 1, got 0 and 10");
  }
}
