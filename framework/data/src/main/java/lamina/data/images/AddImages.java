package lamina.data.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import lamina.config.ConfigException;
import lamina.data.Checksum;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.data.Failure;
import lamina.data.ImageIndex;
import lamina.data.ImageIndex.Entry;
import lamina.data.ImageList;
import lamina.data.Split;

/**
 * Lists the pictures of a folder and puts the list into the data folder; the pictures stay where
 * they are. docs/image-classification.md says how the folder is laid out.
 *
 * @param root holds {@code train}, {@code val} and perhaps {@code test}
 * @param name for people; no part of the identity
 * @param heldOut where there is no {@code test}: how many pictures of every class of {@code train}
 *     are for validation, while {@code val} is for the test
 */
public record AddImages(Path root, String name, int heldOut) {
  private static final int PROGRESS_STEP = 10_000;

  public AddImages {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new ConfigException(
          "--name must be letters, digits, dots, dashes and underscores, got '" + name + "'");
    }
    if (heldOut < 1) {
      throw new ConfigException("--held-out must be at least 1, got " + heldOut);
    }
  }

  /**
   * Checks the layout, then reads every file. The same files give the same checksum, wherever they
   * lie.
   *
   * @param progress is told one line a step
   * @throws DataException where something is missing or does not fit; nothing is written then
   */
  public ImageIndex run(DataFolder into, Consumer<String> progress) {
    if (!Files.isDirectory(root)) {
      throw new DataException(root + " must be a folder that holds train and val");
    }
    Path folder = root.toAbsolutePath().normalize();
    Layout layout = Layout.read(folder);
    requireEnough(folder, layout);
    progress.accept(String.format(Locale.ROOT, "reading %,d pictures", layout.files()));
    Map<String, List<List<Entry>>> listed = new TreeMap<>();
    AtomicInteger done = new AtomicInteger();
    layout
        .splits()
        .forEach(
            (split, classes) ->
                listed.put(split, entries(folder.resolve(split), classes, done, progress)));
    ImageList list = new ImageList(layout.classes(), splits(listed));
    try {
      return list.write(into, new ImageIndex.Folder(name, folder.toString()));
    } catch (IOException e) {
      throw new DataException("data folder " + into.path() + ": " + Failure.reason(e), e);
    }
  }

  private void requireEnough(Path folder, Layout layout) {
    if (!layout.hasTest()) {
      layout
          .splits()
          .get(Layout.TRAIN)
          .forEach(
              (one, files) -> {
                if (files.size() <= heldOut) {
                  throw new DataException(
                      "%s must hold more than %d pictures, so many of which are held out, got %d"
                          .formatted(
                              folder.resolve(Layout.TRAIN).resolve(one), heldOut, files.size()));
                }
              });
    }
  }

  /** The pictures of every class, read in any order and listed in that of their names. */
  private static List<List<Entry>> entries(
      Path split,
      SortedMap<String, List<String>> classes,
      AtomicInteger done,
      Consumer<String> progress) {
    List<List<Entry>> entries = new ArrayList<>();
    classes.forEach(
        (name, files) -> {
          int label = entries.size();
          Entry[] read = new Entry[files.size()];
          IntStream.range(0, read.length)
              .parallel()
              .forEach(i -> read[i] = entry(split, name, files.get(i), label));
          int before = done.getAndAdd(read.length);
          if (before / PROGRESS_STEP != done.get() / PROGRESS_STEP) {
            progress.accept(String.format(Locale.ROOT, "read %,d", done.get()));
          }
          entries.add(List.of(read));
        });
    return entries;
  }

  private static Entry entry(Path split, String name, String file, int label) {
    Path path = split.resolve(name).resolve(file);
    try {
      byte[] bytes = Files.readAllBytes(path);
      Pixels.requireKnown(bytes);
      return new Entry(
          String.join("/", split.getFileName().toString(), name, file),
          label,
          bytes.length,
          Checksum.sha256(bytes));
    } catch (IOException e) {
      throw new DataException(path + ": " + Failure.reason(e), e);
    }
  }

  private Map<Split, List<Entry>> splits(Map<String, List<List<Entry>>> listed) {
    Map<Split, List<Entry>> splits = new EnumMap<>(Split.class);
    if (listed.containsKey(Layout.TEST)) {
      splits.put(Split.TRAIN, inTurns(listed.get(Layout.TRAIN)));
      splits.put(Split.VALIDATION, inTurns(listed.get(Layout.VAL)));
      splits.put(Split.TEST, inTurns(listed.get(Layout.TEST)));
      return splits;
    }
    List<List<Entry>> train = new ArrayList<>();
    List<List<Entry>> validation = new ArrayList<>();
    for (List<Entry> one : listed.get(Layout.TRAIN)) {
      List<Entry> byChecksum =
          one.stream()
              .sorted(Comparator.comparing(Entry::sha256).thenComparing(Entry::path))
              .toList();
      List<Entry> out = byChecksum.subList(0, heldOut);
      validation.add(out);
      train.add(byChecksum.subList(heldOut, byChecksum.size()));
    }
    splits.put(Split.TRAIN, inTurns(train));
    splits.put(Split.VALIDATION, inTurns(validation));
    splits.put(Split.TEST, inTurns(listed.get(Layout.VAL)));
    return splits;
  }

  /** One of every class, then the next of every class: the first so many are of all classes. */
  private static List<Entry> inTurns(List<List<Entry>> classes) {
    int most = classes.stream().mapToInt(List::size).max().orElseThrow();
    List<Entry> turns = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      for (List<Entry> one : classes) {
        if (i < one.size()) {
          turns.add(one.get(i));
        }
      }
    }
    return turns;
  }
}
