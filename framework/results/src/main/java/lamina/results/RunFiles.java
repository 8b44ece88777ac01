package lamina.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import lamina.config.ConfigException;
import lamina.config.Json;
import lamina.config.MaskCount;
import lamina.config.border.MeasuredCost;
import lamina.config.border.RunFolder;

/** What a run has written, as far as it got. */
public final class RunFiles {
  private RunFiles() {}

  /** A line an epoch; none where there is no file yet. */
  public static List<JsonNode> epochs(RunFolder run) throws IOException {
    if (!Files.exists(run.metrics())) {
      return List.of();
    }
    return Files.readAllLines(run.metrics()).stream()
        .filter(line -> !line.isBlank())
        .map(Json::parse)
        .toList();
  }

  /**
   * What its variant took on some machine; empty where nobody has measured, or what is there is of
   * another version of Lamina.
   */
  public static Optional<MeasuredCost> costs(RunFolder run) throws IOException {
    if (!Files.exists(run.costs())) {
      return Optional.empty();
    }
    try {
      return Optional.of(MeasuredCost.fromLine(Files.readString(run.costs())));
    } catch (ConfigException ofAnotherVersion) {
      return Optional.empty();
    }
  }

  /** What its mask adds to the model, where a run of a user's mechanism has said so. */
  static Optional<MaskCount> counted(RunFolder run) throws IOException {
    return Files.exists(run.counted())
        ? Optional.of(MaskCount.fromJson(Json.parse(Files.readString(run.counted()))))
        : Optional.empty();
  }

  /** Where, when and with what it was trained; empty before its end. */
  public static Optional<ObjectNode> provenance(RunFolder run) throws IOException {
    return Files.exists(run.provenance())
        ? Optional.of((ObjectNode) Json.parse(Files.readString(run.provenance())))
        : Optional.empty();
  }
}
