package lamina.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import lamina.config.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cells as a front end drives them: one that is interrupted, one that is wrong. */
class CellTest {
  @TempDir Path temporary;

  @Test
  void anInterruptedCellStopsItsWorkersAndGoesOnWhenRunAgain() throws Exception {
    Kernel.installedIn(temporary).script("drive.py");
    JsonNode facts = Json.parse(Files.readString(temporary.resolve("facts.json")));

    assertThat(facts.get("updates").asInt()).as("updates while it ran").isPositive();
    assertThat(facts.get("workers while running").asInt()).isPositive();
    assertThat(facts.get("workers after interrupt").asInt()).isZero();
    assertThat(facts.get("shown after interrupt").asText())
        .contains("stopped; nothing that finished is lost, run the cell again to go on");
    int before = facts.get("done before").asInt();
    assertThat(facts.get("shown at the end").asText()).contains("4 of 4 trials done", "finished");
    assertThat(facts.get("status at the end").asText()).contains("4 trials, 4 done");
    assertThat(before).isLessThan(4);

    assertThat(facts.get("picture").asText()).startsWith("accuracy by epoch");
    assertThat(facts.get("mask").asText()).startsWith("Mask in layer 1: learnable mask, seed 0");
    assertThat(facts.get("trials of a mechanism by its class").asText()).isEqualTo("5");
    assertThat(facts.get("wrong declaration").asText())
        .contains("mask.depth must be at least 1, got 0")
        .doesNotContain("\tat ");
    assertThat(facts.get("status of the wrong cell").asText()).isEqualTo("error");
    assertThat(facts.get("native libraries").asText()).doesNotContain("torch", "onnx", "djl");
  }
}
