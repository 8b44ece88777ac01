package lamina.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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

  /** The same of a file that must be readable. */
  static String of(Path file) {
    try {
      return sha256(file);
    } catch (IOException e) {
      throw new DataException(file + ": " + Failure.reason(e), e);
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
