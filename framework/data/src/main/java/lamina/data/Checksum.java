package lamina.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** SHA-256 of files and bytes. */
public final class Checksum {
  private Checksum() {}

  /** The digest in hexadecimal, lower case. */
  public static String sha256(Path file) throws IOException {
    MessageDigest digest = digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * The same of a file that must be readable.
   *
   * @throws DataException where it is not
   */
  public static String of(Path file) {
    try {
      return sha256(file);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + Failure.reason(e), e);
    }
  }

  /**
   * What stands for the contents of a folder whose gigabytes are not read each time.
   *
   * @param suffix of the files' names
   * @throws DataException where it cannot be read
   */
  public static String ofNamesAndSizes(Path folder, String suffix) {
    try (Stream<Path> files = Files.list(folder)) {
      StringBuilder text = new StringBuilder();
      for (Path file : files.sorted().toList()) {
        if (file.getFileName().toString().endsWith(suffix)) {
          text.append(file.getFileName()).append(' ').append(Files.size(file)).append('\n');
        }
      }
      return sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new DataException(folder + " cannot be read: " + Failure.reason(e), e);
    }
  }

  /** The same of bytes. */
  public static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  /** The same of bytes in parts, which are left as they are. */
  static String sha256(ByteBuffer... parts) {
    MessageDigest digest = digest();
    for (ByteBuffer part : parts) {
      digest.update(part.duplicate());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }
}
