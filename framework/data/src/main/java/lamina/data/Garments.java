package lamina.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import lamina.config.GarmentsAndVoices;
import lamina.config.Json;

/** The photographs: 28x28 grey pixels, by class and split; every picture once, no empty ones. */
final class Garments {
  static final int SIDE = 28;
  private static final int PIXELS = SIDE * SIDE;
  private static final Pattern CLASS_FILE = Pattern.compile("package/src/clothes/(\\d)\\.json");

  private final ByteBuffer pixels;

  /** Indices of pictures by split and class. */
  private final List<List<int[]>> bySplit = new ArrayList<>();

  private Garments(PreparedFile file) {
    this.pixels = file.payload();
    int[] starts =
        IntStream.range(0, file.header().get("starts").size())
            .map(i -> file.header().get("starts").get(i).asInt())
            .toArray();
    List<Split> splits = new ArrayList<>();
    for (int i = 0; i < starts[GarmentsAndVoices.CLASSES]; i++) {
      splits.add(Split.of("garment " + contentHash(i)));
    }
    for (Split split : Split.values()) {
      List<int[]> byClass = new ArrayList<>();
      for (int c = 0; c < GarmentsAndVoices.CLASSES; c++) {
        byClass.add(
            IntStream.range(starts[c], starts[c + 1])
                .filter(i -> splits.get(i) == split)
                .toArray());
      }
      bySplit.add(byClass);
    }
  }

  static Garments open(DataFolder folder) {
    return new Garments(PreparedFile.open(folder.garments()));
  }

  /** The pictures of a class in a split. */
  int[] of(Split split, int garment) {
    return bySplit.get(split.ordinal()).get(garment);
  }

  /** A pixel, 0 to 1. */
  float pixel(int picture, int row, int column) {
    return (pixels.get(picture * PIXELS + row * SIDE + column) & 0xff) / 255f;
  }

  /** All pixels row by row, 0 to 1. */
  float[] pixels(int picture) {
    float[] values = new float[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      values[i] = pixel(picture, 0, i);
    }
    return values;
  }

  /** Written out, since splits depend on it: a polynomial in 31 over the pixels, last to first. */
  private int contentHash(int picture) {
    int hash = 1;
    for (int i = (picture + 1) * PIXELS - 1; i >= picture * PIXELS; i--) {
      hash = 31 * hash + pixels.get(i);
    }
    return hash;
  }

  static void decode(Path archive, Path target) throws IOException {
    List<List<byte[]>> classes = new ArrayList<>();
    for (int c = 0; c < GarmentsAndVoices.CLASSES; c++) {
      classes.add(List.of());
    }
    Archive.readTgz(
        archive,
        (name, content) -> {
          Matcher matcher = CLASS_FILE.matcher(name);
          if (matcher.matches()) {
            classes.set(Integer.parseInt(matcher.group(1)), pictures(content));
          }
        });
    Set<String> seen = new HashSet<>();
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    ObjectNode header = Json.object();
    ArrayNode starts = header.putArray("starts");
    int count = 0;
    for (List<byte[]> pictures : classes) {
      starts.add(count);
      for (byte[] picture : pictures) {
        if (seen.add(new String(picture, StandardCharsets.ISO_8859_1))) {
          payload.write(picture);
          count++;
        }
      }
    }
    starts.add(count);
    PreparedFile.write(target, List.of(archive), header, payload.toByteArray());
  }

  /** The pictures of {@code {"data": [[784 values], …]}}; rows of another length are empty. */
  private static List<byte[]> pictures(InputStream content) throws IOException {
    List<byte[]> pictures = new ArrayList<>();
    try (JsonParser parser =
        new JsonFactory().disable(JsonParser.Feature.AUTO_CLOSE_SOURCE).createParser(content)) {
      byte[] row = new byte[PIXELS];
      int length = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_ARRAY) {
          length = 0;
        } else if (token == JsonToken.VALUE_NUMBER_INT && length < PIXELS) {
          row[length++] = (byte) parser.getIntValue();
        } else if (token == JsonToken.END_ARRAY && length == PIXELS) {
          pictures.add(row.clone());
          length = 0;
        }
      }
    }
    return pictures;
  }
}
