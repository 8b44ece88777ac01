package lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lamina.data.own.OwnFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest extends OnSmallSweep {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "run --help",
        "status --help",
        "table --help",
        "compare --help",
        "costs --help",
        "samples --help",
        "paper --help",
        "plot --help",
        "attention --help",
        "report --help",
        "export --help",
        "data --help",
        "data fetch --help",
        "data add --help",
        "data list --help",
        "data describe --help",
        "mechanism --help",
        "mechanism new --help",
        "mechanism check --help",
        "mechanism list --help",
        "evaluate --help",
        "evaluate moments --help",
        "doctor --help",
        "bench --help",
        "bench attention --help",
        "bench captions --help"
      })
  void everyCommandHelps(String line) {
    assertThat(execute(line.split(" "))).isZero();
    assertThat(out.toString()).startsWith("Usage: lamina");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void badInputIsOneLineThatSaysWhatIsWrong() throws IOException {
    refused("script must exist, got", "status", "none.lamina.kts");
    refused("script must be named *.lamina.kts", "status", temporary.toString());
    refused("--workers must be from 1 to 256, got 0", "run", script.toString(), "--workers", "0");
    refused("--devices must be cpu or gpu:N", "run", script.toString(), "--devices", "tpu");
    refused("--timeout must be at least 1 second", "run", script.toString(), "--timeout", "0");
    refused(
        "variant must be one of [no mask, learnable mask], got 'x'",
        "compare",
        script.toString(),
        "--to",
        "x",
        "--store",
        store());
    refused(
        "axis must be one of [], got 'x'",
        "table",
        script.toString(),
        "--by",
        "x",
        "--store",
        store());
    complete(0, 0.5);
    refused(
        "metric must be one of [test/accuracy], got 'x'",
        "table",
        script.toString(),
        "--metric",
        "x",
        "--store",
        store());
    Files.writeString(script, SCRIPT.replace("layers = 1", "layers = 0"));
    refused(
        "s.lamina.kts:4:5: backbone.layers must be at least 1, got 0", "status", script.toString());
    Files.writeString(script, SCRIPT.replace("layers = 1", "layers = \"1\""));
    refused("s.lamina.kts:4:37: ", "status", script.toString());
  }

  @Test
  void ownDataThatDoNotFitAreRefusedInOneLine() throws IOException {
    Path folder = OwnFiles.in(temporary.resolve("own"));
    String own = folder.toString();
    refused("task.data.imageSide must be from 1 to 1024", "data", "add", own, "--image-side", "0");
    Files.delete(folder.resolve("files/3.wav"));
    refused(
        "labels.csv:5: audio must be a file that is there and readable, got 'files/3.wav'",
        "data",
        "add",
        own);
  }

  @Test
  void aMechanismThatIsNoneIsRefusedInOneLine() {
    refused(
        "mechanism must be a file *.java or one of [adaptively-sparse", "mechanism", "check", "x");
    refused("mechanism file must be readable, got no.java", "mechanism", "check", "no.java");
    refused("mechanism name must be one of a Java class", "mechanism", "new", "bias");
    refused("mechanism name must not be one of Lamina's", "mechanism", "new", "CogAttention");
  }

  @Test
  void anUnknownOptionIsRefusedWithTheUsage() {
    assertThat(execute("run", script.toString(), "--fast")).isEqualTo(2);
    assertThat(err.toString()).contains("Unknown option: '--fast'", "Usage: lamina run");
  }
}
