package lamina.config.border;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lamina.config.ConfigException;
import lamina.config.Json;

/**
 * A safetensors file whose tensors are read one at a time, so that it may be larger than what an
 * array holds. 16-bit floats of either kind become 32-bit floats.
 */
public final class SafetensorsFile implements AutoCloseable {
  private static final String METADATA = "__metadata__";
  private static final int PIECE = 1 << 26;

  private final Path file;
  private final FileChannel channel;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** How values are written. */
  private enum Type {
    F32(4),
    F16(2),
    BF16(2);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }
  }

  private record Entry(String name, Type type, long[] shape, long from, long to) {}

  private SafetensorsFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens a file and checks its header against its length.
   *
   * @throws IOException where it is truncated, overlong or no safetensors of floats
   */
  public static SafetensorsFile open(Path file) throws IOException {
    SafetensorsFile opened = new SafetensorsFile(file, FileChannel.open(file));
    try {
      opened.readHeader();
      return opened;
    } catch (ConfigException e) {
      opened.close();
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** Free text by name. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The shape of every tensor by its name, in the order of the header. */
  public Map<String, long[]> shapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    entries.forEach((name, entry) -> shapes.put(name, entry.shape().clone()));
    return shapes;
  }

  /**
   * A tensor's values, row by row.
   *
   * @throws IOException where there is no such tensor, or it has more values than an array holds
   */
  public float[] values(String name) throws IOException {
    Entry entry = entries.get(name);
    require(entry != null, "there is no tensor " + name);
    long count = (entry.to() - entry.from()) / entry.type().bytes;
    require(count <= Integer.MAX_VALUE - Long.BYTES, name + " has too many values");
    float[] values = new float[(int) count];
    int done = 0;
    while (done < values.length) {
      int piece = Math.min(PIECE, values.length - done);
      ByteBuffer bytes =
          read(entry.from() + (long) done * entry.type().bytes, piece * entry.type().bytes);
      fill(values, done, piece, bytes, entry.type());
      done += piece;
    }
    return values;
  }

  private static void fill(float[] values, int from, int count, ByteBuffer bytes, Type type) {
    switch (type) {
      case F32 -> bytes.asFloatBuffer().get(values, from, count);
      case F16 -> {
        for (int i = 0; i < count; i++) {
          values[from + i] = half(bytes.getShort(Short.BYTES * i));
        }
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          values[from + i] = Float.intBitsToFloat(bytes.getShort(Short.BYTES * i) << Short.SIZE);
        }
      }
    }
  }

  /** IEEE 754 binary16: a sign, 5 bits of exponent, 10 bits of fraction. */
  private static float half(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wide = exponent == 0x1f ? 0xff : exponent + 112;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }

  private void readHeader() throws IOException {
    require(channel.size() >= Long.BYTES, "it is truncated");
    long length = read(0, Long.BYTES).getLong();
    boolean fits = length >= 2 && length <= channel.size() - Long.BYTES;
    require(fits && length < Integer.MAX_VALUE, "its header is truncated");
    String text =
        StandardCharsets.UTF_8.decode(read(Long.BYTES, Math.toIntExact(length))).toString();
    JsonNode header = Json.parse(text);
    for (Map.Entry<String, JsonNode> field : header.properties()) {
      if (field.getKey().equals(METADATA)) {
        field.getValue().properties().forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
      } else {
        Entry entry = entry(field.getKey(), field.getValue(), Long.BYTES + length);
        entries.put(entry.name(), entry);
      }
    }
    requireNoGaps(Long.BYTES + length);
  }

  private Entry entry(String name, JsonNode node, long start) throws IOException {
    long from = node.at("/data_offsets/0").asLong(-1);
    long to = node.at("/data_offsets/1").asLong(-1);
    long[] shape = shape(node.path("shape"));
    Type type = type(name, node.path("dtype").asText());
    require(from >= 0 && to >= from, name + " is out of place");
    require(to <= channel.size() - start, "it is truncated");
    require((to - from) % type.bytes == 0, name + " has a wrong size");
    require(
        size(shape) >= 0 && (to - from) / type.bytes == size(shape), name + " has a wrong size");
    return new Entry(name, type, shape, start + from, start + to);
  }

  private Type type(String name, String written) throws IOException {
    for (Type type : Type.values()) {
      if (type.name().equals(written)) {
        return type;
      }
    }
    throw unreadable(name + " must be of type F32, F16 or BF16, got " + written);
  }

  /** Headers may name tensors in another order than that of their values. */
  private void requireNoGaps(long start) throws IOException {
    List<Entry> inPlace = new ArrayList<>(entries.values());
    inPlace.sort(Comparator.comparingLong(Entry::from).thenComparingLong(Entry::to));
    long end = start;
    for (Entry entry : inPlace) {
      require(entry.from() == end, entry.name() + " is out of place");
      end = entry.to();
    }
    require(end == channel.size(), "there are bytes after its last tensor");
  }

  private static long[] shape(JsonNode sizes) {
    long[] shape = new long[sizes.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = sizes.get(i).asLong(-1);
    }
    return shape;
  }

  /** The product; negative where it overflows, which is nobody's size. */
  private static long size(long[] shape) {
    long size = 1;
    for (long length : shape) {
      boolean fits = size >= 0 && length >= 0 && Math.multiplyHigh(size, length) == 0;
      size = fits ? size * length : -1;
    }
    return size;
  }

  private ByteBuffer read(long from, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      require(channel.read(bytes, from + bytes.position()) >= 0, "it is truncated");
    }
    return bytes.flip();
  }

  private void require(boolean holds, String otherwise) throws IOException {
    if (!holds) {
      throw unreadable(otherwise);
    }
  }

  private IOException unreadable(String why) {
    return new IOException(file + " cannot be read: " + why);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
