package lamina.config.border;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import lamina.config.ConfigException;
import lamina.config.Json;

/**
 * Files in the safetensors format: the header's length as 8 bytes, little-endian; a JSON header
 * that gives each tensor's type, shape and place; the values. Lamina writes and reads 32-bit
 * floats.
 *
 * @param tensors by name, in the order of the file
 * @param metadata free text by name
 */
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
  private static final String METADATA = "__metadata__";

  /** A tensor's shape, and its values row by row. */
  public record Tensor(long[] shape, float[] values) {}

  /** Writes the file whole or not at all. */
  public void write(Path file) throws IOException {
    ObjectNode header = Json.object();
    metadata.forEach(header.putObject(METADATA)::put);
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      ObjectNode node = header.putObject(entry.getKey()).put("dtype", "F32");
      for (long size : entry.getValue().shape()) {
        node.withArray("shape").add(size);
      }
      long end = offset + (long) entry.getValue().values().length * Float.BYTES;
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] text = Json.line(header).getBytes(StandardCharsets.UTF_8);
    ByteBuffer data = ByteBuffer.allocate(Math.toIntExact(offset)).order(ByteOrder.LITTLE_ENDIAN);
    tensors.values().forEach(tensor -> put(data, tensor.values()));
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    AtomicFile.write(file, length.putLong(text.length).flip(), ByteBuffer.wrap(text), data.flip());
  }

  /**
   * Reads a file.
   *
   * @throws IOException where the file is truncated, overlong or no safetensors of 32-bit floats
   */
  public static Safetensors read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    require(bytes.remaining() >= Long.BYTES, file, "it is truncated");
    long length = bytes.getLong();
    require(length >= 2 && length <= bytes.remaining(), file, "its header is truncated");
    byte[] text = new byte[(int) length];
    bytes.get(text);
    ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    try {
      return parse(Json.parse(new String(text, StandardCharsets.UTF_8)), data, file);
    } catch (ConfigException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Safetensors parse(JsonNode header, ByteBuffer data, Path file) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    long end = 0;
    for (Map.Entry<String, JsonNode> field : header.properties()) {
      if (field.getKey().equals(METADATA)) {
        field.getValue().properties().forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
        continue;
      }
      JsonNode node = field.getValue();
      long from = node.at("/data_offsets/0").asLong(-1);
      long to = node.at("/data_offsets/1").asLong(-1);
      long[] shape = shape(node.path("shape"));
      require(node.path("dtype").asText().equals("F32"), file, field.getKey() + " is not F32");
      require(from == end && to >= from, file, field.getKey() + " is out of place");
      require(to <= data.capacity(), file, "it is truncated");
      require((to - from) == size(shape) * Float.BYTES, file, field.getKey() + " has a wrong size");
      float[] values = new float[(int) size(shape)];
      data.slice((int) from, (int) (to - from))
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values);
      tensors.put(field.getKey(), new Tensor(shape, values));
      end = to;
    }
    require(end == data.capacity(), file, "there are bytes after its last tensor");
    return new Safetensors(tensors, metadata);
  }

  private static long[] shape(JsonNode sizes) {
    long[] shape = new long[sizes.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = sizes.get(i).asLong(-1);
    }
    return shape;
  }

  private static long size(long[] shape) {
    long size = 1;
    for (long length : shape) {
      size = Math.multiplyExact(size, length);
    }
    return size;
  }

  private static void put(ByteBuffer data, float[] values) {
    data.asFloatBuffer().put(values);
    data.position(data.position() + values.length * Float.BYTES);
  }

  private static void require(boolean holds, Path file, String otherwise) throws IOException {
    if (!holds) {
      throw new IOException(file + " cannot be read: " + otherwise);
    }
  }
}
