package lamina.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Reads archives entry by entry. An entry that would leave the archive's folder is refused. */
final class Archive {
  private Archive() {}

  /** Is given every file of an archive. */
  @FunctionalInterface
  interface Visitor {
    void visit(String name, InputStream content) throws IOException;
  }

  /** A tar in gzip, as npm packs. */
  static void readTgz(Path file, Visitor visitor) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      readTar(new GzipCompressorInputStream(in), visitor);
    }
  }

  /** A Debian package: an ar archive whose {@code data.tar.xz} holds the files. */
  static void readDeb(Path file, Visitor visitor) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
        ArArchiveInputStream ar = new ArArchiveInputStream(in)) {
      for (ArchiveEntry entry = ar.getNextEntry(); entry != null; entry = ar.getNextEntry()) {
        if (entry.getName().equals("data.tar.xz")) {
          readTar(new XZCompressorInputStream(ar), visitor);
          return;
        }
      }
    }
    throw new IOException(file + " has no data.tar.xz");
  }

  private static void readTar(InputStream in, Visitor visitor) throws IOException {
    TarArchiveInputStream tar = new TarArchiveInputStream(in);
    for (ArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      refuseEscape(entry.getName());
      if (!entry.isDirectory()) {
        visitor.visit(entry.getName(), tar);
      }
    }
  }

  private static void refuseEscape(String name) throws IOException {
    Path path = Path.of("/archive").resolve(name).normalize();
    if (name.startsWith("/") || name.contains("\\") || !path.startsWith("/archive")) {
      throw new IOException("archive entry must stay in its folder, got '" + name + "'");
    }
  }
}
