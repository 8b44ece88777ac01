package lamina.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where fetched data lie: {@code LAMINA_DATA}, or the platform's cache folder.
 *
 * @param path may not exist yet
 */
public record DataFolder(Path path) {

  public static DataFolder ofThisMachine() {
    return new DataFolder(
        env("LAMINA_DATA")
            .map(Path::of)
            .orElseGet(() -> cache().resolve("lamina").resolve("data")));
  }

  /** The platform's folder for files that can be made again. */
  private static Path cache() {
    Path home = Path.of(System.getProperty("user.home"));
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (os.contains("mac")) {
      return home.resolve("Library/Caches");
    }
    if (os.contains("windows")) {
      return env("LOCALAPPDATA").map(Path::of).orElse(home.resolve("AppData/Local"));
    }
    return env("XDG_CACHE_HOME").map(Path::of).orElse(home.resolve(".cache"));
  }

  private static Optional<String> env(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  /**
   * SHA-256 of the fetched files that the decoded data were made of, by file name.
   *
   * @throws DataException when the data have not been fetched
   */
  public SortedMap<String, String> sources() {
    SortedMap<String, String> sources = new TreeMap<>(PreparedFile.open(garments()).sources());
    sources.putAll(PreparedFile.open(voices()).sources());
    return sources;
  }

  /**
   * The same of the photographs alone.
   *
   * @throws DataException when the data have not been fetched
   */
  public SortedMap<String, String> pictureSources() {
    return new TreeMap<>(PreparedFile.open(garments()).sources());
  }

  /** What the fetched files have been decoded into. */
  public List<Path> prepared() {
    return Stream.of(garments(), voices(), texts()).filter(Files::exists).toList();
  }

  Path of(Source source) {
    return path.resolve(source.file());
  }

  Path garments() {
    return path.resolve("garments.bin");
  }

  Path voices() {
    return path.resolve("voices.bin");
  }

  /** Where the data that users add lie. */
  Path own() {
    return path.resolve("own");
  }

  /** Where the lists of image folders lie. */
  Path images() {
    return path.resolve("images");
  }

  Path texts() {
    return path.resolve("minilm.bin");
  }
}
