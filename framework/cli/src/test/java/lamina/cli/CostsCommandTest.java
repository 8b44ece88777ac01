package lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CostsCommandTest extends OnSmallSweep {
  @Test
  void whatIsCountedNeedsNoDataAndNoProcess() throws IOException {
    String file = script.toString();
    assertThat(execute("costs", file, "--counted", "--store", store())).isZero();
    assertThat(out.toString().lines().findFirst().orElseThrow())
        .matches("variant +parameters +mask parameters +total parameters +MACs .* +step FLOPs");
    assertThat(out.toString()).contains("no mask", "learnable mask", "FLOPs = 2 MACs");
    assertThat(Path.of(store())).doesNotExist();
    Path to = temporary.resolve("costs.json");
    assertThat(
            execute(
                "costs",
                file,
                "--counted",
                "--format",
                "json",
                "--out",
                "" + to,
                "--store",
                store()))
        .isZero();
    assertThat(Files.readString(to)).contains("\"mask parameters\"").doesNotContain("difference");
  }

  @Test
  void badInputIsRefusedBeforeAnyWork() {
    String file = script.toString();
    refused("--batch must be from 1 to 65536, got 0", "costs", file, "--batch", "0");
    refused("--threads must be from 1 to 1024, got 0", "costs", file, "--threads", "0");
    refused("--device must be cpu or gpu:N, got 'tpu'", "costs", file, "--device", "tpu");
    refused("--counted must not be given with --again", "costs", file, "--counted", "--again");
    refused("--out must be a file", "costs", file, "--out", temporary + "/none/x.csv");
  }
}
