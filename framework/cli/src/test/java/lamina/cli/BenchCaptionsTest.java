package lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BenchCaptionsTest {
  private static final long MOST_MEBIBYTES = 8 * 1024;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void badInputIsRefusedBeforeAnyRow() {
    assertThat(execute("bench", "captions", "--steps=0")).isEqualTo(2);
    assertThat(err.toString()).contains("--steps must be at least 1, got 0");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  @Tag("full")
  void everyMaskIsTrainedOver834TokensInEightGibibytes() {
    System.setProperty("lamina.home", System.getenv("LAMINA_ROOT"));
    assertThat(execute("bench", "captions", "--steps=1")).as(err.toString()).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.subList(1, 5))
        .allMatch(line -> line.matches("(none|sparse|lam|multi-lam) +\\d+\\.\\d\\d +\\d+"))
        .allMatch(line -> Long.parseLong(line.replaceAll(".* ", "")) < MOST_MEBIBYTES);
  }

  private int execute(String... arguments) {
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
