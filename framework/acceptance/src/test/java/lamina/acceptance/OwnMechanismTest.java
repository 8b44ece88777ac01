package lamina.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lamina.config.Json;
import lamina.config.border.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mechanism that a user wrote beside a notebook gives what it gives beside a script. */
class OwnMechanismTest {
  static final String PROBE =
      """
      import ai.djl.ndarray.NDArray;
      import lamina.mechanism.*;
      import lamina.model.*;
      import lamina.model.attention.*;

      /** Scores minus a slope times the distance of the tokens. */
      public record Probe(@Default("0.1") double slope) implements Mechanism {
        @Override
        public Built in(Declaration declare, Site site) {
          return new Scored(site) {
            @Override
            public NDArray scores(Chunk c) {
              return c.dot().sub(c.distance().mul(c.scalar(slope)));
            }
          };
        }
      }
      """;
  static final String SCRIPT =
      """
      val probe = mechanism("Probe.java")
      val base = experiment(
          task = classification(garmentsAndVoices()),
          encoders = encoders(image = patches(size = 20), audio = melSpectrogram(bands = 8)),
          backbone = transformer(layers = 1, heads = 2, width = 8),
          training = training(epochs = 1, batch = 4, optimizer = adamW(learningRate = 1e-3)),
      )
      sweep("small") {
          seeds(0)
          variant(base)
          grid(base.with(probe())) { vary(probe.axis("slope")) over listOf(0.05, 0.1) }
      }
      """;

  @TempDir Path temporary;

  @Test
  void aNotebookTrainsItToTheBitsOfAScript() throws Exception {
    Kernel kernel = Kernel.installedIn(temporary);
    Files.writeString(temporary.resolve("Probe.java"), PROBE);
    kernel.script("own.py");
    JsonNode facts = Json.parse(Files.readString(temporary.resolve("facts.json")));
    assertThat(facts.get("shown").asText()).contains("3 of 3 trials done", "finished");
    assertThat(facts.get("table").asText()).contains("slope 0.05");
    assertThat(facts.get("mask").asText()).contains("slope 0.1");
    assertThat(facts.get("wrong value").asText())
        .contains("mask.slope must be a finite number, got 'x' (Probe.java:7:")
        .doesNotContain("\tat ");
    assertThat(facts.get("wrong source").asText())
        .contains("Broken.java:2:")
        .doesNotContain("\tat ");
    assertThat(facts.get("native libraries").asText()).doesNotContain("torch", "djl");

    Command command = new Command(temporary, SCRIPT, List.of("--smoke"));
    command.finish("script", "--workers", "1");
    List<Path> trained = runs(command.store("script"));
    assertThat(trained).hasSize(3);
    for (Path run : trained) {
      Path same = temporary.resolve("runs").resolve(run.getFileName());
      assertThat(new RunFolder(same).parameters())
          .hasSameBinaryContentAs(new RunFolder(run).parameters());
    }
  }

  private static List<Path> runs(Path store) throws Exception {
    try (Stream<Path> runs = Files.list(store)) {
      return runs.filter(run -> Files.exists(new RunFolder(run).outcome())).toList();
    }
  }
}
