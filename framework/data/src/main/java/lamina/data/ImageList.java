package lamina.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import lamina.config.Json;
import lamina.config.Names;
import lamina.config.border.AtomicFile;

/**
 * Pictures to be listed.
 *
 * @param classes the names of the classes' folders, in the order of their numbers
 * @param entries the pictures of each split
 */
public record ImageList(List<String> classes, Map<Split, List<ImageIndex.Entry>> entries) {

  /** Writes the list, whole or not at all, and reads it again. The same list is the same file. */
  public ImageIndex write(DataFolder data, ImageIndex.Folder folder) throws IOException {
    ObjectNode header = Json.object().put("format", ImageIndex.FORMAT);
    ArrayNode names = header.putArray("classes");
    classes.forEach(names::add);
    ObjectNode sizes = header.putObject("sizes");
    for (Split split : Split.values()) {
      sizes.put(Names.of(split), entries.get(split).size());
    }
    ByteBuffer[] parts = PreparedFile.content(Map.of(), header, payload());
    String checksum = Checksum.sha256(parts);
    Files.createDirectories(data.images());
    AtomicFile.write(ImageIndex.root(checksum, data), Json.pretty(folder));
    AtomicFile.write(ImageIndex.file(checksum, data), parts);
    return ImageIndex.open(checksum, data);
  }

  private ByteBuffer payload() {
    long bytes = 0;
    for (List<ImageIndex.Entry> split : entries.values()) {
      for (ImageIndex.Entry one : split) {
        bytes += ImageIndex.ENTRY + one.path().getBytes(StandardCharsets.UTF_8).length;
      }
    }
    if (bytes > Integer.MAX_VALUE - Short.MAX_VALUE) {
      throw new DataException("a list of pictures must take less than 2 GiB, got " + bytes);
    }
    ByteBuffer payload = ByteBuffer.allocate((int) bytes);
    int pathEnd = 0;
    for (Split split : Split.values()) {
      for (ImageIndex.Entry one : entries.get(split)) {
        pathEnd += one.path().getBytes(StandardCharsets.UTF_8).length;
        payload.putInt(one.label()).putLong(one.bytes());
        payload.put(HexFormat.of().parseHex(one.sha256())).putInt(pathEnd);
      }
    }
    for (Split split : Split.values()) {
      for (ImageIndex.Entry one : entries.get(split)) {
        payload.put(one.path().getBytes(StandardCharsets.UTF_8));
      }
    }
    return payload.flip();
  }
}
