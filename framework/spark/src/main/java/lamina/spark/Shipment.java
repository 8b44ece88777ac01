package lamina.spark;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The driver's side of a {@link Depot}: pieces of files by their checksum. */
final class Shipment {
  private static final int PIECE = 1 << 20;

  private final Map<String, Path> files = new HashMap<>();

  /** Adds a bundle's files, which lie in a folder. */
  void add(Bundle bundle, Path folder) {
    bundle.files().forEach(entry -> files.put(entry.checksum(), folder.resolve(entry.path())));
  }

  void add(String checksum, Path file) {
    files.put(checksum, file);
  }

  /** At most 1 MiB; empty at the file's end. */
  byte[] piece(String checksum, long from) throws IOException {
    Path file = files.get(checksum);
    if (file == null) {
      throw new IOException("nothing with the SHA-256 " + checksum + " is shipped");
    }
    try (FileChannel in = FileChannel.open(file)) {
      ByteBuffer piece = ByteBuffer.allocate((int) Math.max(0, Math.min(PIECE, in.size() - from)));
      while (piece.hasRemaining() && in.read(piece, from + piece.position()) >= 0) {
        // goes on where it is
      }
      return piece.array();
    }
  }
}
