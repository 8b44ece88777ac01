package lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lamina.config.border.AttentionFile;
import lamina.data.TinyData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is trained can be looked into: the whole command with real workers, on made-up data. */
class InsideProcessTest {
  private static final Path HOME = Path.of(System.getenv("LAMINA_ROOT"));
  private static final String SCRIPT =
      """
      val base = experiment(
          task = classification(garmentsAndVoices()),
          encoders = encoders(image = patches(size = 20), audio = melSpectrogram(bands = 8)),
          backbone = transformer(layers = 2, heads = 2, width = 8),
          training = training(epochs = 1, batch = 4, optimizer = adamW(learningRate = 1e-3)),
      )
      sweep("inside") {
          seeds(0)
          variant(base)
          variant(base.with(learnableMask()))
      }
      """;

  @TempDir Path temporary;
  private Path script;

  @BeforeEach
  void train() throws Exception {
    assumeTrue(
        Files.isDirectory(HOME.resolve("framework/training/target/lib")),
        "the worker is not packaged: run mvn verify on the whole project");
    script = Files.writeString(temporary.resolve("inside.lamina.kts"), SCRIPT);
    TinyData.in(temporary.resolve("data"));
    assertThat(lamina("run", "--results", "" + temporary.resolve("results"))).as(log()).isZero();
  }

  @Test
  void costsAreMeasuredByProcessesOfTheirOwnAndKept() throws Exception {
    Path out = temporary.resolve("costs.csv");
    assertThat(lamina("costs", "--format", "csv", "--out", out.toString())).as(log()).isZero();
    assertThat(log()).contains("measuring no mask (1 of 2)", "measuring learnable mask (2 of 2)");
    assertThat(Files.readAllLines(out)).hasSize(3).noneMatch(line -> line.contains(",,,"));
    assertThat(lamina("table", "--columns", "n,latency,throughput,peak-memory")).isZero();
    assertThat(log()).contains("Measured on cpu").doesNotContain("Not measured");
    assertThat(lamina("costs")).isZero();
    assertThat(log()).doesNotContain("measuring");
  }

  @Test
  void attentionIsWrittenAndDrawnAndAnExampleThatIsNotThereIsOneError() throws Exception {
    Path out = temporary.resolve("x.safetensors");
    String[] of = {"attention", "--variant", "learnable mask", "--out", out.toString()};
    assertThat(lamina(with(of, "--examples", "0-2"))).as(log()).isZero();
    AttentionFile file = AttentionFile.read(out);
    assertThat(file.observed().examples()).hasSize(3);
    assertThat(file.tensors())
        .containsOnlyKeys("attention/layer-1", "attention/layer-2", "mask/layer-1", "mask/layer-2");
    assertThat(lamina(with(of, "--examples", "8"))).isEqualTo(2);
    assertThat(log()).isEqualToIgnoringNewLines("error: example must be from 0 to 7, got 8");
    Path picture = temporary.resolve("histogram.svg");
    assertThat(
            lamina(
                "plot",
                "--kind",
                "histogram",
                "--variant",
                "learnable mask",
                "--out",
                picture.toString()))
        .as(log())
        .isZero();
    assertThat(picture).content().startsWith("<svg");
  }

  private static String[] with(String[] line, String... more) {
    List<String> both = new ArrayList<>(List.of(line));
    both.addAll(List.of(more));
    return both.toArray(String[]::new);
  }

  private int lamina(String... arguments) throws Exception {
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
    command.addAll(List.of(script.toString(), "--smoke"));
    command.addAll(List.of("--store", temporary.resolve("runs").toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LAMINA_DATA", temporary.resolve("data").toString());
    return builder.redirectOutput(temporary.resolve("log").toFile()).start().waitFor();
  }

  private String log() throws IOException {
    return Files.readString(temporary.resolve("log"));
  }
}
