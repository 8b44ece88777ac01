package lamina.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lamina.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotsTest {
  @Test
  void theCpuHasAsManySlotsAsWorkers() {
    assertThat(Slots.of("cpu", 3).devices()).isEqualTo(List.of("cpu", "cpu", "cpu"));
    assertThat(Slots.of("cpu", null).devices())
        .hasSize(Math.min(4, Runtime.getRuntime().availableProcessors()))
        .containsOnly("cpu");
  }

  @Test
  void aGpuIsOneSlot() {
    assertThat(Slots.of("gpu:0,gpu:1", null).devices()).isEqualTo(List.of("gpu:0", "gpu:1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tpu         |   | --devices must be cpu or gpu:N,gpu:N, got 'tpu'",
        "gpu:0,gpu:0 |   | --devices must differ from each other",
        "cpu,gpu:0   |   | --devices must be either cpu or GPUs",
        "cpu         | 0 | --workers must be from 1 to 256, got 0",
        "gpu:0       | 2 | --workers must be left out with GPUs, got 2",
      })
  void whatCannotBeIsRefused(String devices, Integer workers, String message) {
    assertThatThrownBy(() -> Slots.of(devices, workers))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
