package lamina.data.mad;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lamina.config.Numbers;
import lamina.data.DataException;
import lamina.data.json.Fields;
import lamina.data.json.JsonFile;

/** MAD's files of annotations: an object whose keys are the descriptions' names. */
final class MadAnnotations {
  private MadAnnotations() {}

  /**
   * Reads all of a file, in its order. A moment that reaches out of its film is cut, as in the
   * authors' loader.
   *
   * @throws DataException that names the file, the description, the field, the rule and the value
   */
  static List<Moment> read(Path file) {
    List<Moment> moments = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    String what = "description";
    new JsonFile(file)
        .readObjects(
            what,
            (id, fields) -> {
              fields.require(ids.add(id), "the name", "be there once", id);
              moments.add(moment(id, fields));
            });
    if (moments.isEmpty()) {
      throw new DataException(file + " must have at least 1 " + what + ", got 0");
    }
    return moments;
  }

  private static Moment moment(String id, Fields fields) {
    double duration = fields.positive("movie_duration");
    double[] times = fields.pair("ext_timestamps");
    double start = Math.max(times[0], 0);
    double end = Math.min(times[1], duration);
    fields.require(
        start < end,
        "ext_timestamps",
        "have a start below the end and the movie_duration " + Numbers.plain(duration),
        "[" + Numbers.plain(times[0]) + ", " + Numbers.plain(times[1]) + "]");
    String sentence = fields.text("sentence").strip();
    fields.require(!sentence.isEmpty(), "sentence", "not be blank", "'" + sentence + "'");
    return new Moment(id, fields.name("movie"), duration, start, end, sentence);
  }
}
