package lamina.config.border;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import lamina.config.ConfigException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MechanismCodeTest {
  private static final String TEXT = "public record Probe() {}\n";

  @TempDir Path temporary;
  private RunFolder run;
  private MechanismCode code;

  @BeforeEach
  void write() throws IOException {
    run = new RunFolder(temporary);
    code =
        new MechanismCode(
            MechanismCode.digestOf(TEXT),
            "mine.Probe",
            "Probe.java",
            TEXT,
            new TreeMap<>(Map.of("mine.Probe", "AAAA", "mine.Probe$1", "BBBB")));
    code.writeInto(run);
  }

  @Test
  void whatARunKeepsIsReadAgain() throws IOException {
    assertThat(MechanismCode.in(run)).containsExactly(code);
    assertThat(run.mechanism().resolve("Probe.java")).hasContent(TEXT);
    assertThat(MechanismCode.in(new RunFolder(temporary.resolve("none")))).isEmpty();
  }

  @Test
  void lineEndsAreNoDifference() throws IOException {
    assertThat(MechanismCode.digestOf("a\r\nb\rc\n"))
        .isEqualTo(MechanismCode.digestOf("a\nb\nc\n"));
    Files.writeString(run.mechanism().resolve("Probe.java"), TEXT.replace("\n", "\r\n"));
    assertThat(MechanismCode.in(run)).containsExactly(code);
  }

  @Test
  void aChangedSourceIsRefusedByItsFile() throws IOException {
    Path source = run.mechanism().resolve("Probe.java");
    Files.writeString(source, TEXT + "//");
    assertThatThrownBy(() -> MechanismCode.in(run))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            source
                + " must be the source that was trained (SHA-256 "
                + code.digest()
                + "), got "
                + MechanismCode.digestOf(TEXT + "//"));
  }

  @Test
  void otherClassesAreRefusedByTheirFile() throws IOException {
    Path file = run.mechanism().resolve("Probe.json");
    Files.writeString(file, Files.readString(file).replace("BBBB", "CCCC"));
    assertThatThrownBy(() -> MechanismCode.in(run))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            file
                + ": Probe.java must come with the classes that were made (SHA-256 "
                + code.classesDigest());
  }
}
