package lamina.spark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import lamina.config.Json;

/**
 * Files that machines need, known by their content.
 *
 * @param files with paths relative to the folder that the bundle becomes
 */
record Bundle(List<Entry> files) {
  private static final int BUFFER = 1 << 16;

  /**
   * One file.
   *
   * @param size in bytes
   * @param checksum SHA-256
   */
  record Entry(String path, long size, String checksum) {}

  Bundle {
    files = List.copyOf(files);
  }

  /** The SHA-256 of what it has. */
  String id() {
    MessageDigest digest = sha256();
    return HexFormat.of().formatHex(digest.digest(Json.line(this).getBytes()));
  }

  /** Files side by side. */
  static Bundle ofFiles(List<Path> files) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Path file : files) {
      entries.add(entry(file, file.getFileName()));
    }
    return new Bundle(entries);
  }

  /** Files and whole folders of a folder. */
  static Bundle within(Path folder, List<String> names) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String name : names) {
      try (Stream<Path> found = Files.walk(folder.resolve(name))) {
        for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
          entries.add(entry(file, folder.relativize(file)));
        }
      }
    }
    return new Bundle(entries);
  }

  private static Entry entry(Path file, Path name) throws IOException {
    return new Entry(name.toString().replace('\\', '/'), Files.size(file), checksum(file));
  }

  static String checksum(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
