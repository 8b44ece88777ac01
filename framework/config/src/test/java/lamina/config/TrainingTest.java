package lamina.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TrainingTest {
  @Test
  void warmupRisesInALineAndFallsAlongHalfACosine() {
    Schedule schedule = new Schedule.WarmupCosine(0.2);
    assertThat(schedule.factor(0, 20)).isEqualTo(0.25);
    assertThat(schedule.factor(1, 20)).isEqualTo(0.5);
    assertThat(schedule.factor(3, 20)).isEqualTo(1);
    assertThat(schedule.factor(4, 20)).isEqualTo(1);
    assertThat(schedule.factor(8, 20)).isCloseTo(0.5 + 0.25 * Math.sqrt(2), within(1e-15));
    assertThat(schedule.factor(12, 20)).isCloseTo(0.5, within(1e-15));
    assertThat(schedule.factor(20, 20)).isZero();
  }

  @Test
  void withoutWarmupItStartsAtOne() {
    assertThat(new Schedule.WarmupCosine(0).factor(0, 7)).isEqualTo(1);
    assertThat(new Schedule.WarmupCosine(0).factor(0, 1)).isEqualTo(1);
    assertThat(new Schedule.Constant().factor(5, 7)).isEqualTo(1);
  }

  @Test
  void warmupOverTheWholeTrainingIsRefused() {
    assertThatThrownBy(() -> new Schedule.WarmupCosine(1))
        .isInstanceOf(ConfigException.class)
        .hasMessage("training.schedule.warmup must be at least 0 and below 1, got 1");
  }

  @Test
  void patienceStopsAfterSoManyEpochsAndNotBefore() {
    assertThat(new Stopping.Patience(2).stopsAfter(1)).isFalse();
    assertThat(new Stopping.Patience(2).stopsAfter(2)).isTrue();
    assertThat(new Stopping.Never().stopsAfter(1000)).isFalse();
    assertThatThrownBy(() -> new Stopping.Patience(0))
        .hasMessageContaining("training.stopping.epochs");
  }

  @Test
  void patienceWithoutABestEpochIsRefused() {
    assertThatThrownBy(
            () ->
                new Training(
                    1,
                    1,
                    new AdamW(1e-3, 0, 0.9, 0.999, 1e-8),
                    new Schedule.Constant(),
                    0,
                    Selection.LAST,
                    new Stopping.Patience(1)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("training.stopping must be never");
  }
}
