package lamina.data.msrvtt;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lamina.data.Checksum;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.data.Split;
import lamina.data.captions.References;

/**
 * Where the files lie that a user brings.
 *
 * @param root a folder of its own in the data folder
 */
record MsrVttFiles(Path root) {
  static final String VIDEO = "video_features";
  static final String AUDIO = "audio_features";
  private static final String NPY = ".npy";
  private static final String NPZ = ".npz";
  private static final String CARD = "docs/captions-official-files.md says where they come from";

  static MsrVttFiles in(DataFolder folder) {
    return new MsrVttFiles(folder.path().resolve("msr-vtt"));
  }

  /** The one file of all splits where it is there, else the split's. */
  Path annotations(Split split) {
    Path all = root.resolve("videodatainfo.json");
    if (Files.isRegularFile(all)) {
      return all;
    }
    return root.resolve(
        split == Split.TEST ? "test_videodatainfo.json" : "train_val_videodatainfo.json");
  }

  /**
   * Sees that a split's annotations are there.
   *
   * @throws DataException when they are not
   */
  void requireAnnotations(Split split) {
    Path file = annotations(split);
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          file + " is missing: put MSR-VTT's annotations into " + root + "; " + CARD);
    }
  }

  /**
   * A video's features, where they are there.
   *
   * @throws DataException where there are two files of them
   */
  Optional<Path> features(String folder, String id) {
    Path npy = root.resolve(folder).resolve(id + NPY);
    Path npz = root.resolve(folder).resolve(id + NPZ);
    boolean isNpz = Files.isRegularFile(npz);
    if (!Files.isRegularFile(npy)) {
      return isNpz ? Optional.of(npz) : Optional.empty();
    }
    if (isNpz) {
      throw new DataException("a video must have one file of features, got " + npy + " and " + npz);
    }
    return Optional.of(npy);
  }

  static boolean isNpz(Path file) {
    return file.toString().endsWith(NPZ);
  }

  /**
   * Sees that every video has features; of sound, that some have.
   *
   * @throws DataException that names the first file that is missing and says how many are
   */
  void requireFeatures(String folder, List<References> videos) {
    List<References> missing = new ArrayList<>();
    for (References video : videos) {
      if (features(folder, video.id()).isEmpty()) {
        missing.add(video);
      }
    }
    boolean maySome = folder.equals(AUDIO);
    if (maySome ? missing.size() == videos.size() : !missing.isEmpty()) {
      throw new DataException(
          String.format(
              "%s (or %s) is missing, in all %d of %d files in %s: put them there; %s",
              root.resolve(folder).resolve(missing.get(0).id() + NPY),
              NPZ,
              missing.size(),
              videos.size(),
              folder,
              CARD));
    }
  }

  /** SHA-256 of the annotation files, and of names and sizes in folders, where they are there. */
  SortedMap<String, String> sources() {
    SortedMap<String, String> sources = new TreeMap<>();
    for (Split split : Split.values()) {
      Path file = annotations(split);
      if (Files.isRegularFile(file)) {
        sources.put(file.getFileName().toString(), Checksum.of(file));
      }
    }
    for (String folder : List.of(VIDEO, AUDIO)) {
      if (Files.isDirectory(root.resolve(folder))) {
        sources.put(
            folder + " (names and sizes)", Checksum.ofNamesAndSizes(root.resolve(folder), ""));
      }
    }
    return sources;
  }
}
