package lamina.data.features;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import lamina.data.DataException;
import lamina.data.Failure;

/** numpy's archives: a zip file, stored or deflated, with one array in npy format an entry. */
final class NpzFile {
  private static final String SUFFIX = ".npy";

  private NpzFile() {}

  /**
   * Reads one array of a file.
   *
   * @throws DataException where the file cannot be read, is damaged, or has no such array
   */
  static Matrix read(Path file, String array) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(array + SUFFIX);
      if (entry == null) {
        throw new DataException(
            file + " must hold an array '" + array + "', got arrays " + arrays(zip));
      }
      String name = file + ", array '" + array + "',";
      return NpyFile.matrix(bytes(zip, entry, name), name);
    } catch (ZipException e) {
      throw new DataException(file + " is not a whole npz file: " + Failure.reason(e), e);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + Failure.reason(e), e);
    }
  }

  private static List<String> arrays(ZipFile zip) {
    return zip.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.endsWith(SUFFIX))
        .map(name -> name.substring(0, name.length() - SUFFIX.length()))
        .toList();
  }

  private static byte[] bytes(ZipFile zip, ZipEntry entry, String name) throws IOException {
    byte[] bytes;
    try (InputStream in = zip.getInputStream(entry)) {
      bytes = in.readAllBytes();
    }
    // ZipFile itself compares no checksums
    CRC32 checksum = new CRC32();
    checksum.update(bytes);
    if (checksum.getValue() != entry.getCrc()) {
      throw new DataException(name + " is damaged: its checksum is wrong");
    }
    return bytes;
  }
}
