package lamina.data.msrvtt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lamina.data.DataException;
import lamina.data.Split;
import lamina.data.captions.References;
import lamina.data.json.Fields;
import lamina.data.json.JsonFile;

/**
 * A videodatainfo file: videos with their splits, and sentences with the videos that they are of.
 * Sentences may come before videos. A blank sentence is left out.
 */
final class MsrVttAnnotations {
  private final Path file;
  private final String split;

  /** Every video of the file, and of those which are of the split. */
  private final Set<String> known = new LinkedHashSet<>();

  private final Set<String> wanted = new LinkedHashSet<>();
  private final Map<String, List<String>> captions = new LinkedHashMap<>();
  private final Map<String, String> whereFirst = new LinkedHashMap<>();

  private MsrVttAnnotations(Path file, Split split) {
    this.file = file;
    this.split = written(split);
  }

  private static String written(Split split) {
    return switch (split) {
      case TRAIN -> "train";
      case VALIDATION -> "validate";
      case TEST -> "test";
    };
  }

  /**
   * Reads the videos of a split, in the order of the file, with their captions.
   *
   * @throws DataException that names the file, the entry, the field, the rule and the value
   */
  static List<References> read(Path file, Split split) {
    MsrVttAnnotations read = new MsrVttAnnotations(file, split);
    new JsonFile(file).readLists(Map.of("videos", read::addVideo, "sentences", read::addSentence));
    return read.references();
  }

  private void addVideo(Fields video) {
    String id = video.name("video_id");
    video.require(known.add(id), "video_id", "be there once", id);
    String of = video.text("split");
    video.require(
        Set.of("train", "validate", "test").contains(of),
        "split",
        "be one of train, validate, test",
        of);
    if (of.equals(split)) {
      wanted.add(id);
    }
  }

  private void addSentence(Fields sentence) {
    String id = sentence.name("video_id");
    whereFirst.putIfAbsent(id, sentence.where());
    List<String> of = captions.computeIfAbsent(id, one -> new ArrayList<>());
    String caption = sentence.text("caption").strip();
    if (!caption.isEmpty()) {
      of.add(caption);
    }
  }

  private List<References> references() {
    whereFirst.forEach(
        (id, where) -> {
          if (!known.contains(id)) {
            throw new DataException(where + ": video_id must be one of videos, got " + id);
          }
        });
    if (wanted.isEmpty()) {
      throw new DataException(file + " must have at least 1 video of split " + split + ", got 0");
    }
    List<References> references = new ArrayList<>();
    for (String id : wanted) {
      List<String> of = captions.getOrDefault(id, List.of());
      if (of.isEmpty()) {
        throw new DataException(
            file + ", " + id + ": sentences must have at least 1 that is not blank, got 0");
      }
      references.add(new References(id, of));
    }
    return references;
  }
}
