package lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import lamina.config.border.Outcome;
import org.junit.jupiter.api.Test;

class StatusCommandTest extends OnSmallSweep {
  @Test
  void statusCountsAndAFailedTrialIsExitCodeOne() throws IOException {
    complete(0, 0.5);
    assertThat(execute("status", script.toString(), "--store", store())).isZero();
    assertThat(out.toString()).contains("s: 4 trials, 1 done, 0 failed, 0 running, 3 pending");
    write(1, new Outcome.Failed(Outcome.Failure.DIVERGED, "loss is NaN", List.of()));
    assertThat(execute("status", script.toString(), "--store", store())).isEqualTo(1);
    assertThat(out.toString()).contains("failed: learnable mask, seed 0", "diverged: loss is NaN");
  }
}
