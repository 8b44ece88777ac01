package lamina.data.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import lamina.data.DataException;
import lamina.data.Failure;

/**
 * The files of ROOT/train/CLASS, ROOT/val/CLASS and, where it is there, ROOT/test/CLASS. Names that
 * begin with a dot are passed over; nothing of a file but its name and that it can be read is
 * looked at.
 *
 * @param splits sorted names of files, by class and by the split's folder
 */
record Layout(SortedMap<String, SortedMap<String, List<String>>> splits) {
  static final String TRAIN = "train";
  static final String VAL = "val";
  static final String TEST = "test";

  /**
   * Reads it.
   *
   * @throws DataException that names the file or folder, the rule and what is there
   */
  static Layout read(Path root) {
    SortedMap<String, SortedMap<String, List<String>>> splits = new TreeMap<>();
    for (String split : List.of(TRAIN, VAL)) {
      if (!Files.isDirectory(root.resolve(split))) {
        throw new DataException(
            "%s must be a folder that holds %s/CLASS and %s/CLASS, got no folder %s"
                .formatted(root, TRAIN, VAL, root.resolve(split)));
      }
    }
    for (String split : List.of(TRAIN, VAL, TEST)) {
      if (Files.isDirectory(root.resolve(split))) {
        splits.put(split, classes(root.resolve(split)));
      }
    }
    Layout layout = new Layout(splits);
    layout.requireSameClasses(root);
    return layout;
  }

  List<String> classes() {
    return List.copyOf(splits.get(TRAIN).keySet());
  }

  boolean hasTest() {
    return splits.containsKey(TEST);
  }

  int files() {
    return splits.values().stream()
        .flatMap(split -> split.values().stream())
        .mapToInt(List::size)
        .sum();
  }

  private void requireSameClasses(Path root) {
    List<String> trained = classes();
    if (trained.size() < 2) {
      throw new DataException(
          "%s must hold at least 2 folders of classes, got %s"
              .formatted(root.resolve(TRAIN), trained));
    }
    splits.forEach(
        (split, classes) -> {
          for (String one : trained) {
            if (!classes.containsKey(one)) {
              throw new DataException(
                  "%s must be a folder of pictures, as there is one in %s; got none"
                      .formatted(root.resolve(split).resolve(one), TRAIN));
            }
          }
          for (String one : classes.keySet()) {
            if (!trained.contains(one)) {
              throw new DataException(
                  "%s must be a class that %s has too"
                      .formatted(root.resolve(split).resolve(one), TRAIN));
            }
          }
        });
  }

  private static SortedMap<String, List<String>> classes(Path split) {
    SortedMap<String, List<String>> classes = new TreeMap<>();
    for (Path entry : entries(split)) {
      if (!Files.isDirectory(entry)) {
        throw new DataException(
            split + " must hold a folder a class and nothing else, got the file " + entry);
      }
      classes.put(entry.getFileName().toString(), pictures(entry));
    }
    return classes;
  }

  private static List<String> pictures(Path folder) {
    List<String> names = new ArrayList<>();
    for (Path file : entries(folder)) {
      String name = file.getFileName().toString();
      if (!name.toLowerCase(Locale.ROOT).matches(".*\\.(jpg|jpeg|png)")) {
        throw new DataException(file + " must end in .jpg, .jpeg or .png");
      }
      if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
        throw new DataException(file + " must be a file that can be read");
      }
      names.add(name);
    }
    if (names.isEmpty()) {
      throw new DataException(folder + " must hold at least 1 picture, got none");
    }
    return names;
  }

  private static List<Path> entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !entry.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new DataException(folder + " cannot be read: " + Failure.reason(e), e);
    }
  }
}
