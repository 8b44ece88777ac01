package lamina.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import lamina.config.GarmentsAndVoices;
import lamina.config.Json;

/** A decoded data folder of made-up pictures and tones, for tests that need no real data. */
public final class TinyData {
  private static final int PICTURES_A_CLASS = 60;
  private static final int PROMPTS = 40;
  private static final int PROMPT_SAMPLES = 6000;
  private static final int WORDS = 4;
  private static final int MOST_WORDS = 6;

  private TinyData() {}

  /** Writes it, and returns the folder. */
  public static DataFolder in(Path path) throws IOException {
    DataFolder folder = new DataFolder(Files.createDirectories(path));
    garments(folder);
    voices(folder);
    texts(folder, text -> WORDS);
    return folder;
  }

  /** The same with texts of one to six words, so that a batch is padded unevenly. */
  public static DataFolder withUnequalTexts(Path path) throws IOException {
    DataFolder folder = in(path);
    texts(folder, text -> 1 + Math.floorMod(text.hashCode(), MOST_WORDS));
    return folder;
  }

  private static void garments(DataFolder folder) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    ObjectNode header = Json.object();
    ArrayNode starts = header.putArray("starts");
    int pixels = Garments.SIDE * Garments.SIDE;
    byte[] payload = new byte[GarmentsAndVoices.CLASSES * PICTURES_A_CLASS * pixels];
    random.nextBytes(payload);
    for (int c = 0; c <= GarmentsAndVoices.CLASSES; c++) {
      starts.add(c * PICTURES_A_CLASS);
    }
    PreparedFile.write(folder.garments(), List.of(), header, payload);
  }

  private static void voices(DataFolder folder) throws IOException {
    ObjectNode header = Json.object();
    ArrayNode index = header.putArray("prompts");
    int count = Source.LANGUAGES.size() * PROMPTS;
    ByteBuffer payload = ByteBuffer.allocate(count * PROMPT_SAMPLES * Short.BYTES);
    for (int i = 0; i < count; i++) {
      int voice = i / PROMPTS;
      String name = "prompt-" + i % PROMPTS;
      index.addArray().add(voice).add(name).add(i * PROMPT_SAMPLES).add(PROMPT_SAMPLES);
      for (int t = 0; t < PROMPT_SAMPLES; t++) {
        payload.putShort((short) (9000 * StrictMath.sin(t * (0.1 + 0.2 * voice) + i)));
      }
    }
    PreparedFile.write(folder.voices(), List.of(), header, payload.array());
  }

  /** Random rows, so many a text, in place of an encoder's, which takes seconds. */
  private static void texts(DataFolder folder, ToIntFunction<String> words) throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    TextFeatures.write(
        folder,
        text -> {
          float[] rows = new float[words.applyAsInt(text) * MiniLm.WIDTH];
          for (int i = 0; i < rows.length; i++) {
            rows[i] = Noise.next(random) / (float) Math.sqrt(MiniLm.WIDTH);
          }
          return rows;
        });
  }
}
