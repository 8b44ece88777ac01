package lamina.config.border;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are there whole or not at all, whatever kills the writer. */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes a temporary file beside the target, forces it to disk and moves it into place. */
  public static void write(Path target, ByteBuffer... parts) throws IOException {
    Path temporary =
        target.resolveSibling(target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      try (FileChannel out =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        for (ByteBuffer part : parts) {
          while (part.hasRemaining()) {
            out.write(part);
          }
        }
        out.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  public static void write(Path target, String text) throws IOException {
    write(target, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }
}
