package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lamina.config.MaskFusion;
import lamina.config.Trial;
import lamina.config.border.RunFolder;
import lamina.data.DataFolder;
import lamina.data.TinyData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int STEPS = 2000;
  private static final int WARM = 400;
  private static final long BOUND_MEBIBYTES = 48;

  @TempDir Path temporary;

  @Test
  void residentMemoryIsFlatOverTwoThousandSteps() throws IOException {
    assumeTrue(Files.exists(STATUS), "resident memory is read from /proc");
    ComputeDevice.start("cpu", 1);
    DataFolder data = TinyData.in(temporary.resolve("data"));
    Trial trial =
        SmallTrial.of(SmallTrial.mask(MaskFusion.MULTIPLY_SHIFTED), STEPS / 6 + 1, 1e-3, 0);
    RunFolder folder = SmallTrial.folder(temporary, trial);
    Files.createDirectories(folder.path());
    int[] steps = {0};
    long[] warm = {0};
    TrainingRun.Progress watch =
        (share, loss) -> {
          if (++steps[0] == WARM) {
            warm[0] = resident();
          }
        };
    try (TrainingRun run = new TrainingRun(trial, folder, data, Device.cpu(), watch)) {
      run.run();
    }
    assertThat(steps[0]).isGreaterThanOrEqualTo(STEPS);
    assertThat(resident() - warm[0]).as("growth in MiB").isLessThan(BOUND_MEBIBYTES);
  }

  /** After a collection, so that what Java may drop does not count. */
  private static long resident() {
    System.gc();
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith("VmRSS"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
