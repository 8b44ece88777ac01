package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lamina.config.Trial;
import lamina.config.border.RunFolder;
import lamina.data.DataFolder;
import lamina.data.TinyData;
import lamina.mask.MaskFusion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains in a process of its own, whose Java heap is all there from the start. */
class MemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int STEPS = 2000;
  private static final int WARM = 600;

  /** An array of one layer's scores a step would be 5 KiB, all of a step's about 200 KiB. */
  private static final long BOUND_KIBIBYTES = 4 * 1024;

  @TempDir Path temporary;

  @Test
  void residentMemoryIsFlatOverTwoThousandSteps() throws Exception {
    assumeTrue(Files.exists(STATUS), "resident memory is read from /proc");
    Path report = temporary.resolve("report");
    Process training =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xms64m",
                "-Xmx64m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                MemoryTest.class.getName(),
                temporary.toString())
            .redirectOutput(report.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(training.waitFor()).isZero();
    List<Long> kibibytes = Files.readAllLines(report).stream().map(Long::parseLong).toList();
    assertThat(kibibytes).hasSize(2);
    assertThat(kibibytes.get(1) - kibibytes.get(0)).as("growth in KiB").isLessThan(BOUND_KIBIBYTES);
  }

  /** Prints resident KiB after {@link #WARM} steps and after the last. */
  public static void main(String[] arguments) throws IOException {
    Path temporary = Path.of(arguments[0]);
    ComputeDevice.start("cpu", 1);
    DataFolder data = TinyData.in(temporary.resolve("data"));
    Trial trial =
        SmallTrial.of(SmallTrial.mask(MaskFusion.MULTIPLY_SHIFTED), STEPS / 6 + 1, 1e-3, 0);
    RunFolder folder = SmallTrial.folder(temporary, trial);
    Files.createDirectories(folder.path());
    int[] steps = {0};
    TrainingRun.Progress watch =
        (share, loss) -> {
          steps[0]++;
          if (steps[0] == WARM || steps[0] == STEPS) {
            System.out.println(resident());
          }
        };
    try (TrainingRun run = new TrainingRun(trial, folder, data, Device.cpu(), watch)) {
      run.run();
    }
  }

  private static long resident() {
    System.gc();
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("VmRSS"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
