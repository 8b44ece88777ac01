package lamina.data.qvhighlights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import lamina.config.QvFeatures;
import lamina.config.QvHighlights;
import lamina.data.DataFolder;
import lamina.data.Split;
import lamina.data.features.Npy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A data folder with small files as the official ones are laid out. */
abstract class QvHighlightsFolder {
  static final QvHighlights CLIP = new QvHighlights(QvFeatures.CLIP, 100);
  static final QvHighlights BOTH = new QvHighlights(QvFeatures.SLOWFAST_CLIP, 100);
  static final int TEXT = 512;

  @TempDir Path home;
  Path root;

  @BeforeEach
  void folder() throws IOException {
    root = Files.createDirectories(home.resolve("qvhighlights"));
  }

  QvHighlightsSplit open(QvHighlights data, Split split) {
    return QvHighlightsSplit.open(data, split, new DataFolder(home));
  }

  static String line(long qid, int duration, String vid) {
    return String.format(
        "{\"qid\": %d, \"query\": \"a dog\", \"duration\": %d, \"vid\": \"%s\","
            + " \"relevant_clip_ids\": [0], \"saliency_scores\": [[1, 2, 4]],"
            + " \"relevant_windows\": [[0, 2]]}",
        qid, duration, vid);
  }

  Path annotations(String name, String... lines) throws IOException {
    return Files.writeString(root.resolve(name), String.join("\n", lines));
  }

  Path validation(String... lines) throws IOException {
    return annotations("highlight_val_release.jsonl", lines);
  }

  Path slowfast(String vid, float[]... rows) {
    return Npy.of(rows).write(root.resolve("slowfast_features/" + vid + ".npz"), "features");
  }

  Path clip(String vid, float[]... rows) {
    return Npy.of(rows).write(root.resolve("clip_features/" + vid + ".npz"), "features");
  }

  Path text(long qid, float[]... rows) {
    return Npy.of(rows)
        .write(root.resolve("clip_text_features/qid" + qid + ".npz"), "last_hidden_state");
  }

  /** Rows that start with the given values; the rest is zero. */
  static float[] row(int width, float... first) {
    return Arrays.copyOf(first, width);
  }

  /** Rows whose one value that is not zero is in the column of their number. */
  static float[][] rows(int count, int width) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              float[] row = new float[width];
              row[i] = 3;
              return row;
            })
        .toArray(float[][]::new);
  }
}
