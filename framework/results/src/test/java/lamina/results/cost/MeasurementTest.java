package lamina.results.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import lamina.config.border.MeasuredCost;
import lamina.config.cost.LanguageSize;
import lamina.results.MadeUp;
import lamina.results.RunFiles;
import lamina.sweep.Home;
import lamina.sweep.RunException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a stand-in for the process, which says what the file {@code says} in its home holds. */
class MeasurementTest {
  private static final String STAND_IN =
      """
      package lamina.training;
      import java.nio.file.Files;
      import java.nio.file.Path;
      public class MeasureCosts {
        public static void main(String[] a) throws Exception {
          boolean told = new String(System.in.readAllBytes()).replace("\\\\", "").contains("\\"schema\\":1");
          System.out.println("noise");
          System.out.println(
              told
                  ? Files.readString(Path.of(System.getProperty("lamina.home"), "says"))
                      .formatted(a[0], a[1], a[2])
                  : "no trial");
        }
      }
      """;
  private static final String SAYS =
      new MeasuredCost("%s", "x", 1, 2, 3.5, 8, 100, 20.5, 0, LanguageSize.NONE)
          .toLine()
          .replace("\"threads\":1", "\"threads\":%s")
          .replace("\"batch\":2", "\"batch\":%s");

  @TempDir Path temporary;
  private final List<String> progress = new ArrayList<>();
  private MadeUp made;
  private Home home;

  @BeforeEach
  void standIn() throws IOException {
    home = new Home(temporary.resolve("home"));
    Path target = home.path().resolve("framework/training/target");
    Files.createDirectories(target.resolve("lib"));
    Path classes = Files.createDirectories(target.resolve("training-0.1.0.jar"));
    Path source = Files.writeString(temporary.resolve("MeasureCosts.java"), STAND_IN);
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), source.toString()))
        .isZero();
    Files.writeString(home.path().resolve("says"), SAYS);
    made = MadeUp.in(temporary.resolve("runs"));
  }

  @Test
  void whatIsMeasuredIsKeptAndMeasuredAgainOnlyInOtherCircumstances() throws IOException {
    measure(1, false);
    assertThat(progress)
        .hasSize(4)
        .startsWith("measuring no mask (1 of 4)", "measuring add, depth 2 (2 of 4)");
    assertThat(RunFiles.costs(made.folder(1, 0)))
        .contains(new MeasuredCost("cpu", "x", 1, 1, 3.5, 8, 100, 20.5, 0, LanguageSize.NONE));
    measure(1, false);
    assertThat(progress).hasSize(4);
    measure(2, false);
    assertThat(progress).hasSize(8);
    assertThat(RunFiles.costs(made.folder(1, 0)).orElseThrow().batch()).isEqualTo(2);
    measure(2, true);
    assertThat(progress).hasSize(12);
  }

  @Test
  void whatAnotherVersionHasKeptIsMeasuredAgain() throws IOException {
    measure(1, false);
    Files.writeString(made.folder(0, 0).costs(), "{\"device\":\"cpu\"}");
    assertThat(RunFiles.costs(made.folder(0, 0))).isEmpty();
    measure(1, false);
    assertThat(progress).hasSize(5).endsWith("measuring no mask (1 of 4)");
    assertThat(RunFiles.costs(made.folder(0, 0))).isPresent();
  }

  @Test
  void aTrialThatNobodyHasTrainedIsMeasuredToo() throws IOException {
    Files.delete(made.folder(0, 0).outcome());
    Files.delete(made.folder(0, 0).path());
    measure(1, false);
    assertThat(RunFiles.costs(made.folder(0, 0))).isPresent();
  }

  @Test
  void aProcessThatSaysSomethingElseIsQuoted() throws IOException {
    Files.writeString(home.path().resolve("says"), "hello");
    assertThatThrownBy(() -> measure(1, false))
        .isInstanceOf(RunException.class)
        .hasMessage("a process of Lamina said no costs but: hello");
    assertThat(made.folder(0, 0).costs()).doesNotExist();
  }

  private void measure(int batch, boolean again) throws IOException {
    new Measurement(home, made.store(), "cpu", 1, batch).run(made.sweep(), again, progress::add);
  }
}
