package lamina.spark;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * A machine's folder of what has been shipped to it: files by their SHA-256, and bundles of links
 * to them. Each file comes once a machine, whatever the number of runs, and is verified when it
 * comes; a bundle is there whole or not at all.
 */
record Depot(Path path) {
  private static final String VARIABLE = "LAMINA_MACHINE";

  /** Where missing files come from. */
  @FunctionalInterface
  interface Source {
    byte[] piece(String checksum, long from) throws IOException;
  }

  /** As the variable {@code LAMINA_MACHINE} says, else in the user's cache folder. */
  static Depot ofThisMachine() {
    String named = System.getenv(VARIABLE);
    return new Depot(
        named != null && !named.isBlank()
            ? Path.of(named).toAbsolutePath()
            : Path.of(System.getProperty("user.home"), ".cache", "lamina", "machine"));
  }

  /**
   * The folder of a bundle, fetched where it is not here.
   *
   * @throws IOException where a file cannot be had or arrives damaged
   */
  Path folder(Bundle bundle, Source source) throws IOException {
    Path folder = path.resolve("bundles").resolve(bundle.id());
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Files.createDirectories(folder.getParent());
    Files.createDirectories(path.resolve("files"));
    try (FileChannel channel = opened(path.resolve("lock"));
        FileLock lock = channel.lock()) {
      if (!Files.isDirectory(folder)) {
        install(bundle, folder, source);
      }
    }
    return folder;
  }

  private void install(Bundle bundle, Path folder, Source source) throws IOException {
    Path temporary = folder.resolveSibling(folder.getFileName() + ".tmp");
    deleteTree(temporary);
    Files.createDirectories(temporary);
    for (Bundle.Entry entry : bundle.files()) {
      Path link = temporary.resolve(entry.path()).normalize();
      if (!link.startsWith(temporary)) {
        throw new IOException("a shipped file must lie in its bundle, got " + entry.path());
      }
      Files.createDirectories(link.getParent());
      Files.createLink(link, file(entry, source));
    }
    Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path file(Bundle.Entry entry, Source source) throws IOException {
    Path file = path.resolve("files").resolve(entry.checksum());
    if (Files.exists(file) && Files.size(file) == entry.size()) {
      return file;
    }
    Path temporary = file.resolveSibling(entry.checksum() + ".tmp");
    MessageDigest digest = Bundle.sha256();
    try (FileChannel out = truncated(temporary)) {
      for (long at = 0; at < entry.size(); ) {
        byte[] piece = source.piece(entry.checksum(), at);
        if (piece.length == 0) {
          throw new IOException(entry.path() + " has become shorter while it was shipped");
        }
        digest.update(piece);
        out.write(ByteBuffer.wrap(piece));
        at += piece.length;
        if (Thread.interrupted()) {
          throw new InterruptedIOException("stopped while " + entry.path() + " was shipped");
        }
      }
      out.force(true);
    }
    String checksum = HexFormat.of().formatHex(digest.digest());
    if (!checksum.equals(entry.checksum())) {
      Files.delete(temporary);
      throw new IOException(
          "%s must have the SHA-256 %s, got %s"
              .formatted(entry.path(), entry.checksum(), checksum));
    }
    return Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static FileChannel opened(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static FileChannel truncated(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  static void deleteTree(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
  }
}
