package lamina.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lamina.config.Json;

/** Gold values, and the formula that their inputs come from. */
public final class Gold {
  private Gold() {}

  /** A fixture, where there are fixtures. */
  public static JsonNode fixture(String name) throws IOException {
    String named = System.getenv("LAMINA_FIXTURES");
    String root = Objects.requireNonNullElse(System.getenv("LAMINA_ROOT"), ".");
    Path folder = named != null ? Path.of(named) : Path.of(root).resolve("../shared/fixtures");
    Path file = folder.resolve(name);
    assumeTrue(Files.exists(file), "no fixtures: " + file + " (set LAMINA_FIXTURES)");
    return Json.parse(Files.readString(file));
  }

  /** Values between two bounds by splitmix64. */
  public static float[] values(long seed, long count, double low, double high) {
    float[] values = new float[(int) count];
    for (int i = 0; i < count; i++) {
      long z = (seed << 32) + i;
      z += 0x9E3779B97F4A7C15L;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      z ^= z >>> 31;
      double unit = (z >>> 11) * 0x1.0p-53;
      values[i] = (float) (low + (high - low) * unit);
    }
    return values;
  }

  /** Values that a file describes by shape, seed, lo and hi. */
  public static float[] values(JsonNode described) {
    long count = 1;
    for (JsonNode length : described.get("shape")) {
      count *= length.asLong();
    }
    return values(
        described.get("seed").asLong(),
        count,
        described.get("lo").asDouble(),
        described.get("hi").asDouble());
  }

  /** An array of values between -bound and bound. */
  public static NDArray array(NDManager manager, long seed, double bound, long... shape) {
    Shape of = new Shape(shape);
    return manager.create(values(seed, of.size(), -bound, bound), of);
  }

  public static void assertClose(NDArray actual, JsonNode expected, double tolerance) {
    List<Double> flat = new ArrayList<>();
    flatten(expected, flat);
    float[] values = actual.toFloatArray();
    assertThat(values).hasSize(flat.size());
    for (int i = 0; i < values.length; i++) {
      assertThat((double) values[i]).as("value " + i).isCloseTo(flat.get(i), within(tolerance));
    }
  }

  private static void flatten(JsonNode node, List<Double> into) {
    if (node.isArray()) {
      node.forEach(child -> flatten(child, into));
    } else {
      into.add(node.asDouble());
    }
  }
}
