package lamina.results.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32C;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;

/**
 * The metrics of a run in TensorBoard's format: {@code Event} messages of TensorFlow in the frames
 * of a TFRecord file, where a checksum follows the length and another the message.
 */
final class EventFile {
  /** TensorBoard knows its files by {@code tfevents}; always the same, so that it is replaced. */
  static final String NAME = "events.out.tfevents.0.lamina";

  private static final String VERSION = "brain.Event:2";
  private static final int MASK_DELTA = 0xa282ead8;

  private EventFile() {}

  /**
   * Every number of every line under its own name, at the line's epoch.
   *
   * @param epochs the lines of {@code metrics.jsonl}
   * @param seconds when the run started, since 1970; the time of single epochs is not kept
   */
  static byte[] of(List<JsonNode> epochs, double seconds) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    append(file, Event.newBuilder().setWallTime(seconds).setFileVersion(VERSION).build());
    for (JsonNode line : epochs) {
      Summary.Builder summary = Summary.newBuilder();
      line.properties().stream()
          .filter(field -> field.getValue().isNumber() && !field.getKey().equals("epoch"))
          .forEach(
              field ->
                  summary
                      .addValueBuilder()
                      .setTag(field.getKey())
                      .setSimpleValue(field.getValue().floatValue()));
      append(
          file,
          Event.newBuilder()
              .setWallTime(seconds)
              .setStep(line.path("epoch").asLong())
              .setSummary(summary)
              .build());
    }
    return file.toByteArray();
  }

  private static void append(ByteArrayOutputStream file, Event event) {
    byte[] message = event.toByteArray();
    byte[] length = littleEndian(Long.BYTES).putLong(message.length).array();
    file.writeBytes(length);
    file.writeBytes(littleEndian(Integer.BYTES).putInt(maskedChecksum(length)).array());
    file.writeBytes(message);
    file.writeBytes(littleEndian(Integer.BYTES).putInt(maskedChecksum(message)).array());
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** CRC-32C, rotated and shifted, as TFRecord has it. */
  static int maskedChecksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK_DELTA;
  }
}
