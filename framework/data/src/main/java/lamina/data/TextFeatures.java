package lamina.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import lamina.config.Json;

/** The features of every text, made once and read from {@code minilm.bin}. */
final class TextFeatures {
  private static final String TEXTS = "texts";

  private final Map<String, float[]> rows = new HashMap<>();

  private TextFeatures(PreparedFile file) {
    var floats = file.payload().duplicate().asFloatBuffer();
    for (JsonNode text : file.header().get(TEXTS)) {
      float[] features = new float[text.get(1).asInt() * MiniLm.WIDTH];
      floats.get(features);
      rows.put(text.get(0).asText(), features);
    }
  }

  /**
   * Reads the file, and makes it first where it is missing or of other texts.
   *
   * @throws DataException where it cannot be made
   */
  static TextFeatures open(DataFolder folder) {
    if (!isCurrent(folder)) {
      FolderLock.whileHeld(
          folder,
          () -> {
            if (!isCurrent(folder)) {
              make(folder);
            }
          });
    }
    return new TextFeatures(PreparedFile.open(folder.texts()));
  }

  /** The rows of a text, (words, 384). Shared: not to be changed. */
  float[] of(String text) {
    return rows.get(text);
  }

  /** Whether the file is there and whole, and of these texts and this encoder. */
  static boolean isCurrent(DataFolder folder) {
    try {
      PreparedFile file = PreparedFile.open(folder.texts());
      List<String> texts = new ArrayList<>();
      file.header().path(TEXTS).forEach(text -> texts.add(text.path(0).asText()));
      return texts.equals(MomentTexts.all()) && file.sources().equals(MiniLm.SOURCES);
    } catch (DataException notYet) {
      return false;
    }
  }

  /** Encodes all texts; whoever calls it holds the folder's lock. */
  static void make(DataFolder folder) throws IOException {
    try (MiniLm encoder = MiniLm.open()) {
      write(folder, encoder::encode);
    }
  }

  static void write(DataFolder folder, Function<String, float[]> encoder) throws IOException {
    ObjectNode header = Json.object();
    ArrayNode index = header.putArray(TEXTS);
    List<float[]> all = new ArrayList<>();
    int values = 0;
    for (String text : MomentTexts.all()) {
      float[] features = encoder.apply(text);
      index.addArray().add(text).add(features.length / MiniLm.WIDTH);
      all.add(features);
      values += features.length;
    }
    ByteBuffer payload = ByteBuffer.allocate(values * Float.BYTES);
    all.forEach(payload.asFloatBuffer()::put);
    PreparedFile.write(folder.texts(), MiniLm.SOURCES, header, payload.array());
  }
}
