package lamina.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Brings the sources into the data folder and decodes them, once. A file counts when its checksum
 * is right, whoever put it there; a second run touches no network.
 */
public final class Fetch {
  private final DataFolder folder;
  private final Client client;
  private final List<Source> sources;
  private final Consumer<String> progress;

  /** Runs a package client. */
  @FunctionalInterface
  interface Client {
    /**
     * Runs a command in a directory.
     *
     * @return nothing when it succeeded, else its last words
     */
    List<String> run(List<String> command, Path directory) throws IOException;
  }

  /**
   * A fetch of everything into a folder.
   *
   * @param progress is told one line a step
   */
  public Fetch(DataFolder folder, Consumer<String> progress) {
    this(folder, new ProcessClient(), Source.all(), progress);
  }

  Fetch(DataFolder folder, Client client, List<Source> sources, Consumer<String> progress) {
    this.folder = folder;
    this.client = client;
    this.sources = sources;
    this.progress = progress;
  }

  /**
   * Fetches and decodes what is missing.
   *
   * @throws DataException when a file cannot be had or has a wrong checksum
   */
  public void run() {
    if (isComplete() && hasTexts()) {
      return;
    }
    FolderLock.whileHeld(
        folder,
        () -> {
          if (!isComplete()) {
            download();
          }
          prepare();
        });
  }

  /** Whether the decoded files are there and whole. */
  public boolean isComplete() {
    return PreparedFile.isWhole(folder.garments()) && PreparedFile.isWhole(folder.voices());
  }

  /** Whether the features of query texts are there, whole, and of this version's texts. */
  public boolean hasTexts() {
    return TextFeatures.isCurrent(folder);
  }

  private void download() throws IOException {
    List<String> reasons = new ArrayList<>();
    for (Source source : sources) {
      if (Files.exists(folder.of(source))) {
        verify(folder.of(source), source);
      } else {
        progress.accept("fetching " + source.file() + " with " + source.command().get(0));
        reasons.addAll(download(source));
      }
    }
    if (!reasons.isEmpty()) {
      throw new DataException(missing(reasons));
    }
  }

  private List<String> download(Source source) throws IOException {
    Path temporary = Files.createTempDirectory(folder.path(), "fetching-");
    try {
      List<String> words = client.run(source.command(), temporary);
      if (!words.isEmpty() && source.command().get(0).equals("apt-get")) {
        client.run(List.of("apt-get", "update"), temporary);
        words = client.run(source.command(), temporary);
      }
      if (!words.isEmpty()) {
        return words;
      }
      Path file = temporary.resolve(source.file());
      if (!Files.exists(file)) {
        return List.of(String.join(" ", source.command()) + " left no " + source.file());
      }
      verify(file, source);
      Files.move(file, folder.of(source), StandardCopyOption.ATOMIC_MOVE);
      return List.of();
    } finally {
      deleteTree(temporary);
    }
  }

  private static void verify(Path file, Source source) throws IOException {
    String actual = Checksum.sha256(file);
    if (!actual.equals(source.sha256())) {
      throw new DataException(
          "%s must have the SHA-256 %s, got %s: the file is damaged or another version; delete it and fetch again"
              .formatted(file, source.sha256(), actual));
    }
  }

  private void prepare() throws IOException {
    if (!PreparedFile.isWhole(folder.garments())) {
      progress.accept("decoding garments");
      Garments.decode(folder.of(Source.GARMENTS), folder.garments());
    }
    if (!PreparedFile.isWhole(folder.voices())) {
      progress.accept("decoding voices");
      Voices.decode(Source.VOICES.stream().map(folder::of).toList(), folder.voices());
    }
    if (!hasTexts()) {
      progress.accept("encoding the texts of queries");
      TextFeatures.make(folder);
    }
  }

  private String missing(List<String> reasons) {
    String files =
        sources.stream()
            .filter(source -> !Files.exists(folder.of(source)))
            .map(source -> "  " + source.file() + "  sha256 " + source.sha256())
            .collect(Collectors.joining("\n"));
    return "data cannot be fetched: %s%nPut these files into %s by hand:%n%s"
        .formatted(reasons.get(0), folder.path(), files);
  }

  private static void deleteTree(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
