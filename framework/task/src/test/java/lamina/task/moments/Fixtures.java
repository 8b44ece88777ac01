package lamina.task.moments;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lamina.config.Json;

/** The gold fixtures, where they are there. */
final class Fixtures {
  private Fixtures() {}

  static JsonNode read(String name) throws IOException {
    String named = System.getenv("LAMINA_FIXTURES");
    Path root = Path.of(System.getenv().getOrDefault("LAMINA_ROOT", "../.."));
    Path file = (named == null ? root.resolve("../shared/fixtures") : Path.of(named)).resolve(name);
    assumeTrue(Files.exists(file), "no fixture " + file);
    return Json.parse(Files.readString(file));
  }
}
