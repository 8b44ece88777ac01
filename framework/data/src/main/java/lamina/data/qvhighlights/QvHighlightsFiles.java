package lamina.data.qvhighlights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import lamina.config.QvFeatures;
import lamina.data.Checksum;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.data.Split;
import lamina.metric.moments.GroundTruth;

/**
 * Where the files lie that a user brings.
 *
 * @param root a folder of its own in the data folder
 */
record QvHighlightsFiles(Path root) {
  private static final String TEXT = "clip_text_features";
  private static final SortedSet<String> FOLDERS = folders();

  private static SortedSet<String> folders() {
    SortedSet<String> folders = new TreeSet<>(List.of(TEXT));
    for (QvFeatures features : QvFeatures.values()) {
      features.folders().forEach(folder -> folders.add(folder.name()));
    }
    return folders;
  }

  private static final String CARD = "docs/qvhighlights.md says where they come from";

  static QvHighlightsFiles in(DataFolder folder) {
    return new QvHighlightsFiles(folder.path().resolve("qvhighlights"));
  }

  /** One annotation a line. */
  Path annotations(Split split) {
    return root.resolve(
        switch (split) {
          case TRAIN -> "highlight_train_release.jsonl";
          case VALIDATION -> "highlight_val_release.jsonl";
          case TEST -> "highlight_test_with_gt.jsonl";
        });
  }

  /** A video's features of one set. */
  Path video(QvFeatures.Folder set, String vid) {
    return root.resolve(set.name()).resolve(vid + ".npz");
  }

  /** The features of a query's tokens. */
  Path text(long qid) {
    return root.resolve(TEXT).resolve("qid" + qid + ".npz");
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
          String.format(
              "%s is missing: put QVHighlights' annotations into %s; %s", file, root, CARD));
    }
  }

  /**
   * Sees that all feature files are there; what is in them is checked when they are read.
   *
   * @throws DataException that names the first missing file and says how many are missing
   */
  void requireFeatures(QvFeatures features, List<GroundTruth> truths) {
    Collection<Path> needed = new LinkedHashSet<>();
    for (GroundTruth truth : truths) {
      features.folders().forEach(set -> needed.add(video(set, truth.vid())));
      needed.add(text(truth.qid()));
    }
    List<Path> missing = needed.stream().filter(file -> !Files.isRegularFile(file)).toList();
    if (!missing.isEmpty()) {
      throw new DataException(
          String.format(
              "%s is missing, in all %d of %d feature files (%s): put them into %s; %s",
              missing.get(0), missing.size(), needed.size(), byFolder(missing), root, CARD));
    }
  }

  private static String byFolder(List<Path> files) {
    Map<String, Long> counts =
        files.stream()
            .collect(
                Collectors.groupingBy(
                    file -> file.getParent().getFileName().toString(),
                    TreeMap::new,
                    Collectors.counting()));
    return counts.entrySet().stream()
        .map(count -> count.getValue() + " in " + count.getKey())
        .collect(Collectors.joining(", "));
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
    for (String name : FOLDERS) {
      if (Files.isDirectory(root.resolve(name))) {
        sources.put(name + " (names and sizes)", Checksum.ofNamesAndSizes(root.resolve(name), ""));
      }
    }
    return sources;
  }
}
