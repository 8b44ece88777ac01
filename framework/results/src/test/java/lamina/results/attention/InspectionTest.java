package lamina.results.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import javax.tools.ToolProvider;
import lamina.config.ConfigException;
import lamina.config.Trial;
import lamina.config.border.ExampleSelection;
import lamina.config.border.RunFolder;
import lamina.results.MadeUp;
import lamina.sweep.Home;
import lamina.sweep.RunException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a stand-in for the process, which does what the file {@code does} beside its home says. */
class InspectionTest {
  private static final String STAND_IN =
      """
      package lamina.training;
      import java.nio.file.*;
      public class Inspect {
        public static void main(String[] a) throws Exception {
          Path home = Path.of(System.getProperty("lamina.home"));
          Files.writeString(home.resolve("arguments"), String.join(" ", a) + "\\n",
              StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          String does = Files.readString(home.resolve("does"));
          if (does.equals("write")) {
            Files.copy(home.resolve("made"), Path.of(a[7]), StandardCopyOption.REPLACE_EXISTING);
            return;
          }
          System.err.println("noise");
          System.err.println("example must be from 0 to 7, got 9");
          System.exit(Integer.parseInt(does));
        }
      }
      """;

  @TempDir Path temporary;
  private MadeUp made;
  private Inspection inspection;
  private Trial trial;

  @BeforeEach
  void standIn() throws IOException {
    Path home = temporary.resolve("home");
    Path target = home.resolve("framework/training/target");
    Files.createDirectories(target.resolve("lib"));
    Path classes = Files.createDirectories(target.resolve("training-0.1.0.jar"));
    Path source = Files.writeString(temporary.resolve("Inspect.java"), STAND_IN);
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), source.toString()))
        .isZero();
    MadeUpAttention.file().write(home.resolve("made"));
    made = MadeUp.in(temporary.resolve("runs"));
    trial = Trial.of(made.sweep().variants().get(0).experiment(), 0);
    Files.writeString(made.folder(0, 0).parameters(), "");
    inspection = new Inspection(new Home(home), made.store());
    does("write");
  }

  @Test
  void aSecondLookStartsNoProcess() throws IOException {
    ExampleSelection examples = new ExampleSelection("0,1,2");
    TrialAttention first = inspection.of(trial, examples);
    assertThat(first.mask(2, 0)).isDeepEqualTo(new float[][] {{0, 1}, {2, 3}});
    does("3");
    assertThat(inspection.of(trial, examples).examples()).isEqualTo(first.examples());
    RunFolder run = made.folder(0, 0);
    assertThat(Files.readAllLines(inspection.home().path().resolve("arguments")))
        .containsExactly(
            "--run %s --split test --examples 0-2 --out %s"
                .formatted(run.path(), run.path().resolve("attention-test-0-2.safetensors")));
  }

  @Test
  void aFileOlderThanTheParametersIsMadeAgain() throws IOException {
    Path file = inspection.file(trial, ExampleSelection.one(0));
    Files.writeString(file, "stale");
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    inspection.file(trial, ExampleSelection.one(0));
    assertThat(file).hasSameBinaryContentAs(inspection.home().path().resolve("made"));
  }

  @Test
  void aReadOnlyRunIsOneSentence() throws IOException {
    Path run = made.folder(0, 0).path();
    inspection.file(trial, ExampleSelection.one(0));
    assumeTrue(run.toFile().setWritable(false) && !Files.isWritable(run));
    assertThat(inspection.file(trial, ExampleSelection.one(0))).exists();
    assertThatThrownBy(() -> inspection.file(trial, ExampleSelection.one(1)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "a run's folder must be writable to look inside it for the first time, got " + run);
    assertThat(run.toFile().setWritable(true)).isTrue();
  }

  @Test
  void badInputIsTheProcessesLastLine() throws IOException {
    does("2");
    assertThatThrownBy(() -> inspection.of(trial, ExampleSelection.one(9)))
        .isInstanceOf(ConfigException.class)
        .hasMessage("example must be from 0 to 7, got 9");
    does("1");
    assertThatThrownBy(() -> inspection.of(trial, ExampleSelection.one(9)))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("a process of Lamina ended with 1: noise");
  }

  @Test
  void aTrialWithoutAResultIsRefusedAtOnce() {
    Trial failed = Trial.of(made.sweep().variants().get(3).experiment(), 2);
    assertThatThrownBy(() -> inspection.of(failed, ExampleSelection.one(0)))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "a trial must be completed to look inside it, got %s that is failed (diverged: loss is NaN)"
                .formatted(failed.id().brief()));
    assertThat(inspection.home().path().resolve("arguments")).doesNotExist();
  }

  private void does(String what) throws IOException {
    Files.writeString(temporary.resolve("home/does"), what);
  }
}
