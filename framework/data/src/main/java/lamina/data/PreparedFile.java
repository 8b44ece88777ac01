package lamina.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import lamina.config.ConfigException;
import lamina.config.Json;
import lamina.config.border.AtomicFile;

/**
 * Decoded data for quick reading: a magic number, the header's length, a JSON header that holds the
 * payload's length and CRC-32 and the checksums of the files it was decoded from, and the payload,
 * which is mapped into memory.
 *
 * @param header what the writer said of the payload
 * @param payload read-only
 */
record PreparedFile(JsonNode header, ByteBuffer payload) {
  private static final long MAGIC = 0x4c414d494e413032L;
  private static final int PREFIX = Long.BYTES + Integer.BYTES;
  private static final String LENGTH = "payloadLength";
  private static final String CRC = "payloadCrc32";
  private static final String SOURCES = "sources";

  static void write(Path file, List<Path> decodedFrom, ObjectNode header, byte[] payload)
      throws IOException {
    Map<String, String> sources = new TreeMap<>();
    for (Path source : decodedFrom) {
      sources.put(source.getFileName().toString(), Checksum.sha256(source));
    }
    write(file, sources, header, payload);
  }

  static void write(Path file, Map<String, String> sources, ObjectNode header, byte[] payload)
      throws IOException {
    AtomicFile.write(file, content(sources, header, ByteBuffer.wrap(payload)));
  }

  /** The bytes of a file, in parts. */
  static ByteBuffer[] content(Map<String, String> sources, ObjectNode header, ByteBuffer payload) {
    header.put(LENGTH, payload.remaining()).put(CRC, crc(payload.duplicate()));
    ObjectNode checksums = header.putObject(SOURCES);
    sources.forEach((name, sha256) -> checksums.put(name, sha256));
    byte[] text = Json.line(header).getBytes(StandardCharsets.UTF_8);
    ByteBuffer prefix = ByteBuffer.allocate(PREFIX).putLong(MAGIC).putInt(text.length).flip();
    return new ByteBuffer[] {prefix, ByteBuffer.wrap(text), payload.duplicate()};
  }

  /**
   * Maps a fetched file.
   *
   * @throws DataException where the file is missing, truncated or damaged
   */
  static PreparedFile open(Path file) {
    return open(file, "`./lamina data fetch` makes it");
  }

  /**
   * Maps a file.
   *
   * @param remedy says how to get it
   */
  static PreparedFile open(Path file, String remedy) {
    if (!Files.exists(file)) {
      throw new DataException(file + " is missing; " + remedy);
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      require(
          all.remaining() >= PREFIX && all.getLong() == MAGIC, file, "is no prepared file", remedy);
      int length = all.getInt();
      require(length >= 0 && length <= all.remaining(), file, "is truncated", remedy);
      byte[] text = new byte[length];
      all.get(text);
      JsonNode header = Json.parse(new String(text, StandardCharsets.UTF_8));
      require(all.remaining() == header.path(LENGTH).asInt(-1), file, "is truncated", remedy);
      ByteBuffer payload = all.slice();
      require(crc(payload.duplicate()) == header.path(CRC).asLong(-1), file, "is damaged", remedy);
      return new PreparedFile(header, payload);
    } catch (ConfigException notJson) {
      throw new DataException(file + " is damaged; " + remedy + " anew", notJson);
    } catch (IOException e) {
      throw new DataException(file + ": " + Failure.reason(e), e);
    }
  }

  /** SHA-256 of the files that the payload was decoded from, by file name. */
  Map<String, String> sources() {
    Map<String, String> sources = new TreeMap<>();
    header
        .path(SOURCES)
        .fields()
        .forEachRemaining(e -> sources.put(e.getKey(), e.getValue().asText()));
    return sources;
  }

  static boolean isWhole(Path file) {
    try {
      open(file);
      return true;
    } catch (DataException notYet) {
      return false;
    }
  }

  private static void require(boolean holds, Path file, String otherwise, String remedy) {
    if (!holds) {
      throw new DataException(file + " " + otherwise + "; " + remedy + " anew");
    }
  }

  private static long crc(ByteBuffer bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }
}
