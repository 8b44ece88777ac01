package lamina.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import lamina.config.ConfigException;

/** The rules of {@code --out}, which hold before any work. */
final class Out {
  private Out() {}

  /**
   * A file that can be made.
   *
   * @param endings what its name ends in, one of them in any case; none where it does not matter
   */
  static void requireFile(Path out, String... endings) {
    if (!isInFolder(out) || Files.isDirectory(out)) {
      throw new ConfigException("--out must be a file in a folder that exists, got " + out);
    }
    requireWritable(out.toAbsolutePath().getParent(), out);
    String name = out.toString().toLowerCase(Locale.ROOT);
    List<String> all = List.of(endings);
    if (!all.isEmpty() && all.stream().noneMatch(name::endsWith)) {
      throw new ConfigException("--out must end in " + either(all) + ", got " + out);
    }
  }

  /** A folder that is there or can be made. */
  static void requireFolder(Path out) {
    if (!Files.exists(out)) {
      if (!isInFolder(out)) {
        throw new ConfigException("--out must be a folder in one that exists, got " + out);
      }
      requireWritable(out.toAbsolutePath().getParent(), out);
    } else if (!Files.isDirectory(out)) {
      throw new ConfigException("--out must be a folder, got the file " + out);
    } else {
      requireWritable(out, out);
    }
  }

  private static boolean isInFolder(Path out) {
    Path folder = out.toAbsolutePath().getParent();
    return folder != null && Files.isDirectory(folder);
  }

  private static void requireWritable(Path folder, Path out) {
    if (!Files.isWritable(folder)) {
      throw new ConfigException("--out must be in a folder that can be written to, got " + out);
    }
  }

  private static String either(List<String> endings) {
    int last = endings.size() - 1;
    return last == 0
        ? endings.get(0)
        : String.join(", ", endings.subList(0, last)) + " or " + endings.get(last);
  }
}
