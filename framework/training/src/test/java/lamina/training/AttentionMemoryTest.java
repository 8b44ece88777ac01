package lamina.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Peaks of processes that compute one attention over 4,096 tokens, forward and backward. */
class AttentionMemoryTest {
  private static final int TOKENS = 4096;

  /** Batch 2, 4 heads, 4 bytes. */
  private static final long SCORES_MEBIBYTES = 2L * 4 * TOKENS * TOKENS * 4 >> 20;

  private static long nextToNothing;

  @BeforeAll
  static void measureNextToNothing() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "peaks are read from /proc");
    nextToNothing = peak("materialised", "plain", 1);
  }

  @ParameterizedTest
  @CsvSource({"fused,add", "fused,multiply", "chunked,multiply"})
  void theScoresAreNeverThereAtOnce(String form, String fusion) throws Exception {
    assertThat(peakAbove(form, fusion)).isLessThan(SCORES_MEBIBYTES);
  }

  @Test
  void theMeasureSeesScoresThatAreThere() throws Exception {
    assertThat(peakAbove("materialised", "add")).isGreaterThan(3 * SCORES_MEBIBYTES);
  }

  /** Beyond what a process needs for next to no tokens. */
  private static long peakAbove(String form, String fusion) throws Exception {
    return peak(form, fusion, TOKENS) - nextToNothing;
  }

  private static long peak(String form, String fusion, int tokens)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "lamina.training.BenchAttention",
                form,
                fusion,
                Integer.toString(tokens),
                "7",
                "0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).isZero();
    return Long.parseLong(said.substring(said.indexOf(',') + 1));
  }
}
