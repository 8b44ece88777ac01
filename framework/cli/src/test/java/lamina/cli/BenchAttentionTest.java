package lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchAttentionTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path temporary;

  @BeforeAll
  static void sayWhereLaminaIs() {
    System.setProperty("lamina.home", System.getenv("LAMINA_ROOT"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--tokens=0          | --tokens must be from 1 to 65536, got 0",
        "--tokens=256,99999  | --tokens must be from 1 to 65536, got 99999",
        "--hidden=0          | --hidden must be at least 1, got 0",
        "--tokens=many       | 'many' is not an int",
        "--format=xml        | expected one of [TEXT, CSV]",
        "--plot=no/such/p.png| --plot must name a file in a folder that can be written to, got no/such/p.png",
        "--plot=.            | --plot must name a file in a folder that can be written to, got .",
        "--plot=/            | --plot must name a file in a folder that can be written to, got /",
      })
  void badInputIsRefusedBeforeAnyRow(String option, String message) {
    assertThat(execute("bench", "attention", option)).isEqualTo(2);
    assertThat(err.toString()).contains(message);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  @Tag("full")
  void aRowForEachFormWithItsOwnPeak() throws IOException {
    Path plot = temporary.resolve("plot.png");
    String where = "--plot=" + plot;
    assertThat(execute("bench", "attention", "--tokens", "16,32", "--format", "csv", where))
        .isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines.get(0)).isEqualTo("form,fusion,tokens,milliseconds,peak_mebibytes");
    assertThat(lines).hasSize(1 + 2 * 9);
    assertThat(lines.subList(1, lines.size()))
        .allMatch(line -> line.matches("[a-z-]+,(plain|add|multiply),(16|32),\\d+\\.\\d,\\d+"));
    assertThat(lines).anyMatch(line -> line.startsWith("fused,add,32,"));
    assertThat(ImageIO.read(Files.newInputStream(plot)).getWidth()).isEqualTo(2000);
  }

  private int execute(String... arguments) {
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
