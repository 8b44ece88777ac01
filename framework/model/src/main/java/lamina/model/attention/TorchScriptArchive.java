package lamina.model.attention;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript archive: the smallest file through which the engine, whose Java binding
 * exposes only some operations, can be told to run others, with gradients and on any device.
 *
 * <p>An archive is a ZIP file whose entries are stored, not compressed, under one folder:
 *
 * <ul>
 *   <li>{@code version}: the format's version, {@value #FORMAT_VERSION}, the oldest that every
 *       libtorch since 1.6 reads (caffe2/serialize/versions.h)
 *   <li>{@code code/__torch__.py}: a module class and its {@code forward} in TorchScript
 *   <li>{@code data.pkl}: a pickle, protocol 2, of one instance of that class
 *   <li>{@code constants.pkl}: a pickle of the empty tuple
 * </ul>
 */
final class TorchScriptArchive {
  static final int FORMAT_VERSION = 3;
  private static final String FOLDER = "lamina/";
  private static final String CLASS = "Operation";

  private static final int PROTOCOL = 0x80;
  private static final int PROTOCOL_2 = 2;
  private static final int FALSE = 0x89;
  private static final int NEW_OBJECT = 0x81;

  private TorchScriptArchive() {}

  /**
   * The archive of one function.
   *
   * @param arguments names of its tensors, in order
   * @param expression what it returns, in TorchScript
   */
  static byte[] of(java.util.List<String> arguments, String expression) {
    StringBuilder code = new StringBuilder();
    code.append("class ").append(CLASS).append("(Module):\n");
    code.append("  training : bool\n");
    code.append("  def forward(self: __torch__.").append(CLASS);
    arguments.forEach(name -> code.append(",\n    ").append(name).append(": Tensor"));
    code.append(") -> Tensor:\n");
    code.append("    return ").append(expression).append('\n');
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(archive)) {
      zip.setMethod(ZipOutputStream.STORED);
      store(zip, "data.pkl", instance());
      store(zip, "code/__torch__.py", text(code.toString()));
      store(zip, "constants.pkl", new byte[] {(byte) PROTOCOL, PROTOCOL_2, ')', '.'});
      store(zip, "version", text(FORMAT_VERSION + "\n"));
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
    return archive.toByteArray();
  }

  /** The class by name, called with no arguments, with the one attribute training = False. */
  private static byte[] instance() {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.write(PROTOCOL);
    pickle.write(PROTOCOL_2);
    pickle.writeBytes(text("c__torch__\n" + CLASS + "\n"));
    pickle.write(')');
    pickle.write(NEW_OBJECT);
    pickle.writeBytes(text("}("));
    byte[] attribute = text("training");
    pickle.write('X');
    pickle.writeBytes(new byte[] {(byte) attribute.length, 0, 0, 0});
    pickle.writeBytes(attribute);
    pickle.write(FALSE);
    pickle.writeBytes(text("ub."));
    return pickle.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(FOLDER + name);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(crc.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
