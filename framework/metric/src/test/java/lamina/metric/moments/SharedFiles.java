package lamina.metric.moments;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import lamina.config.Json;

/** Files that are beside the repository and not in it; a test without them is skipped. */
final class SharedFiles {
  private static final Path SHARED =
      Path.of(Objects.requireNonNullElse(System.getenv("LAMINA_ROOT"), ".")).resolve("../shared");

  private SharedFiles() {}

  /** Folders with predictions and what the official evaluator makes of them. */
  static List<Path> fixtures() throws IOException {
    String named = System.getenv("LAMINA_FIXTURES");
    Path fixtures = named != null ? Path.of(named) : SHARED.resolve("fixtures");
    return folders(fixtures.resolve("qvh"), "fixtures", "LAMINA_FIXTURES");
  }

  static List<Path> submissions() throws IOException {
    return folders(submissionFolder(), "submissions", "LAMINA_ROOT");
  }

  static Path annotations() {
    return submissionFolder().resolve("highlight_val_release.jsonl");
  }

  static JsonNode json(Path file) throws IOException {
    return Json.parse(Files.readString(file));
  }

  private static Path submissionFolder() {
    return SHARED.resolve("data/qvhighlights");
  }

  private static List<Path> folders(Path parent, String what, String variable) throws IOException {
    assumeTrue(Files.isDirectory(parent), "no " + what + ": " + parent + " (see " + variable + ")");
    try (Stream<Path> files = Files.list(parent)) {
      return files.filter(Files::isDirectory).sorted().toList();
    }
  }
}
