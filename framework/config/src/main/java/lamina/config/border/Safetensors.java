package lamina.config.border;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import lamina.config.Json;

/**
 * Files in the safetensors format: the header's length as 8 bytes, little-endian; a JSON header
 * that gives each tensor's type, shape and place; the values. Lamina writes 32-bit floats; {@link
 * SafetensorsFile} says what it reads.
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
   * @throws IOException where the file is truncated, overlong or no safetensors of floats
   */
  public static Safetensors read(Path file) throws IOException {
    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (Map.Entry<String, long[]> shape : opened.shapes().entrySet()) {
        tensors.put(shape.getKey(), new Tensor(shape.getValue(), opened.values(shape.getKey())));
      }
      return new Safetensors(tensors, opened.metadata());
    }
  }

  private static void put(ByteBuffer data, float[] values) {
    data.asFloatBuffer().put(values);
    data.position(data.position() + values.length * Float.BYTES);
  }
}
