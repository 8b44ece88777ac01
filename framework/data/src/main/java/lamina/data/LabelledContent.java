package lamina.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import lamina.config.Json;
import lamina.config.Names;
import lamina.config.border.AtomicFile;

/**
 * Own data to be written.
 *
 * @param imageSide height and width of the pictures, in pixels
 * @param sampleRate samples a second
 * @param audioMillis length of the sounds
 * @param classes the labels, in the order of their numbers
 * @param labels numbers of the examples' labels, by split
 * @param payload the examples, split by split: side x side bytes of a picture, then the samples of
 *     a sound, two bytes each, the high one first
 */
public record LabelledContent(
    int imageSide,
    int sampleRate,
    int audioMillis,
    List<String> classes,
    Map<Split, int[]> labels,
    ByteBuffer payload) {

  /** Writes it, whole or not at all, and reads it again. The same content makes the same file. */
  public LabelledSet write(DataFolder folder) throws IOException {
    ObjectNode header =
        Json.object()
            .put("format", LabelledSet.FORMAT)
            .put("imageSide", imageSide)
            .put("sampleRate", sampleRate)
            .put("audioMillis", audioMillis);
    ArrayNode names = header.putArray("classes");
    classes.forEach(names::add);
    ObjectNode bySplit = header.putObject("labels");
    for (Split split : Split.values()) {
      ArrayNode numbers = bySplit.putArray(Names.of(split));
      for (int label : labels.get(split)) {
        numbers.add(label);
      }
    }
    ByteBuffer[] parts = PreparedFile.content(Map.of(), header, payload);
    String checksum = Checksum.sha256(parts);
    Files.createDirectories(folder.own());
    AtomicFile.write(LabelledSet.file(checksum, folder), parts);
    return LabelledSet.open(checksum, folder);
  }
}
