package lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lamina.config.MaskKinds;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mechanisms of one's own, with the command and its helper as processes. */
class MechanismProcessTest {
  private static final Path HOME = Path.of(System.getenv("LAMINA_ROOT"));
  private static final String MECHANISM =
      """
      import ai.djl.ndarray.NDArray;
      import lamina.mechanism.*;
      import lamina.model.Declaration;
      import lamina.model.attention.Chunk;

      public record Mine(@Default("2") double factor) implements Mechanism {
        @Override
        public Built in(Declaration declare, Site site) {
          return new Scored(site) {
            @Override
            public NDArray weights(Chunk chunk, NDArray scores) {
              return BODY
            }
          };
        }
      }
      """;

  @TempDir Path folder;

  private record Result(int code, String text) {}

  @BeforeEach
  void needsTheHelper() {
    assumeTrue(
        Files.isDirectory(HOME.resolve("framework/training/target/lib")),
        "the helper is not packaged: run mvn verify on the whole project");
  }

  @Test
  void whatIsNewHoldsAsItIs() throws Exception {
    Result made = lamina("mechanism", "new", "DistanceBias");
    assertThat(made.code()).as(made.text()).isZero();
    Result checked = lamina("mechanism", "check", "DistanceBias.java");
    assertThat(checked.code()).as(checked.text()).isZero();
    assertThat(checked.text())
        .startsWith("distance-bias: most = 16, source = ")
        .contains("parameters  272 more than plain attention")
        .endsWith("all of 12 rules hold\n");
    Result again = lamina("mechanism", "new", "DistanceBias");
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.text())
        .isEqualTo("error: mechanism file must not exist, got DistanceBias.java\n");
  }

  @Test
  void aFaultIsNamedWithItsPlace() throws Exception {
    Result checked = check("chunk.softmax(scores).mul(chunk.scalar(factor));");
    assertThat(checked.code()).as(checked.text()).isEqualTo(1);
    assertThat(checked.text())
        .containsPattern(
            "FAULT  weights     .*; layer 0, example \\d, head \\d, row \\d adds up to 2")
        .endsWith("1 of 12 rules do not hold\n");
  }

  @Test
  void aProcessThatIsEndedIsAFault() throws Exception {
    Result checked =
        check("end(scores); } private NDArray end(NDArray s) { System.exit(3); return s;");
    assertThat(checked.code()).as(checked.text()).isEqualTo(1);
    assertThat(checked.text())
        .contains("FAULT  gradients   the mechanism ended the process that it was asked in");
  }

  @Test
  void whatDoesNotCompileIsRefusedByItsPlace() throws Exception {
    Result checked = check("chunk.softmax(scores).times(2);");
    assertThat(checked.code()).isEqualTo(2);
    assertThat(checked.text()).startsWith("error: Mine.java:12:").contains("cannot find symbol");
  }

  @Test
  void aListHasALineAMechanism() throws Exception {
    Result list = lamina("mechanism", "list");
    assertThat(list.code()).isZero();
    assertThat(list.text().lines().map(line -> line.split(" ", 2)[0]).toList())
        .isEqualTo(MaskKinds.writtenNames());
  }

  private Result check(String body) throws Exception {
    Files.writeString(folder.resolve("Mine.java"), MECHANISM.replace("BODY", body));
    return lamina("mechanism", "check", "Mine.java");
  }

  private Result lamina(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dlamina.home=" + HOME,
                "-cp",
                System.getProperty("java.class.path"),
                "lamina.cli.Main"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), text);
  }
}
