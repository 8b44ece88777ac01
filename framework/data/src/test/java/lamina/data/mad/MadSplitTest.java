package lamina.data.mad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lamina.config.Mad;
import lamina.config.MadFeatures;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.data.Split;
import lamina.data.captions.CaptionFeatures;
import lamina.data.captions.References;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MadSplitTest {
  private static final int WIDTH = 512;
  private static final Mad DATA = new Mad(MadFeatures.CLIP_B32, 4, 0, 0, 100);
  private static final Mad WITH_SOUND = new Mad(MadFeatures.CLIP_B32, 4, 3, 2, 100);
  private static final String CARD = "; docs/captions-official-files.md says where it comes from";

  @TempDir private Path home;
  private Path root;

  @BeforeEach
  void folder() throws IOException {
    root = Files.createDirectories(home.resolve("mad"));
  }

  private MadSplit open(Mad data) {
    return MadSplit.open(data, Split.TRAIN, new DataFolder(home));
  }

  private static String entry(String id, String movie, double start, double end, String sentence) {
    return "\"%s\": {\"movie\": \"%s\", \"movie_duration\": 20.0, \"sentence\": \"%s\", \"tokens\": [\"a\"], \"timestamps\": [1, 2], \"ext_timestamps\": [%s, %s]}"
        .formatted(id, movie, sentence, start, end);
  }

  private Path annotations(String... entries) throws IOException {
    return Files.writeString(
        root.resolve("MAD_train.json"), "{" + String.join(",\n", entries) + "}");
  }

  /** Rows that begin with their number. */
  private static float[][] rows(int count, int width) {
    float[][] rows = new float[count][width];
    for (int i = 0; i < count; i++) {
      rows[i][0] = i;
    }
    return rows;
  }

  private Path frames(Map<String, float[][]> films) {
    return write("CLIP_B32_frames_features_5fps.h5", films);
  }

  private Path write(String name, Map<String, float[][]> films) {
    Path path = root.resolve(name);
    try (WritableHdfFile file = HdfFile.write(path)) {
      films.forEach(file::putDataset);
    }
    return path;
  }

  private static List<Float> firsts(float[] values, int width) {
    List<Float> firsts = new ArrayList<>();
    for (int i = 0; i < values.length; i += width) {
      firsts.add(values[i]);
    }
    return firsts;
  }

  @Test
  void aDescriptionsMomentIsCutOutOfItsFilm() throws IOException {
    annotations(
        entry("31", "film", 2, 5.5, "She runs. "), entry("7", "other", 1, 1.3, "He waits."));
    frames(Map.of("film", rows(100, WIDTH), "other", rows(100, WIDTH)));
    MadSplit split = open(DATA);
    assertThat(split.size()).isEqualTo(2);
    assertThat(split.references(0)).isEqualTo(new References("31", List.of("She runs.")));
    CaptionFeatures moment = split.features(0);
    assertThat(moment.videoTokens()).isEqualTo(4);
    assertThat(firsts(moment.video(), WIDTH)).containsExactly(12f, 16f, 21f, 25f);
    assertThat(moment.audioTokens()).isZero();
    assertThat(firsts(split.features(1).video(), WIDTH)).containsExactly(5f, 6f);
    assertThat(split.features(1).videoTokens()).isEqualTo(2);
    assertThat(open(new Mad(MadFeatures.CLIP_B32, 4, 0, 0, 1)).size()).isEqualTo(1);
  }

  @Test
  void aMomentThatReachesOutOfItsFilmIsCut() throws IOException {
    annotations(entry("0", "film", -1, 0.5, "It begins."), entry("1", "film", 19, 24, "It ends."));
    frames(Map.of("film", rows(97, WIDTH)));
    MadSplit split = open(DATA);
    assertThat(firsts(split.features(0).video(), WIDTH)).containsExactly(0f, 1f, 2f);
    assertThat(firsts(split.features(1).video(), WIDTH)).containsExactly(95f, 96f);
  }

  @Test
  void aFilmWithoutASoundTrackHasNoAudioTokens() throws IOException {
    annotations(entry("0", "film", 1, 3, "One."), entry("1", "silent", 1, 3, "Two."));
    frames(Map.of("film", rows(100, WIDTH), "silent", rows(100, WIDTH)));
    write("audio_features_5fps.h5", Map.of("film", rows(100, 2)));
    MadSplit split = open(WITH_SOUND);
    assertThat(firsts(split.features(0).audio(), 2)).containsExactly(6f, 10f, 13f);
    assertThat(split.features(0).audioTokens()).isEqualTo(3);
    assertThat(split.features(1).audioTokens()).isZero();
    assertThat(split.features(1).audio()).isEmpty();
    assertThat(split.withoutSound()).isEqualTo(1);
    assertThat(open(DATA).withoutSound()).isZero();
  }

  @Test
  void whereNoFilmHasSoundItIsMissing() throws IOException {
    annotations(entry("0", "film", 1, 3, "One."));
    frames(Map.of("film", rows(100, WIDTH)));
    Path sounds = write("audio_features_5fps.h5", Map.of("another", rows(100, 2)));
    refused(
        WITH_SOUND,
        sounds + " must have a dataset for each film, got none for 'film', in all for 1 of 1");
  }

  @Test
  void missingFilesAndFilmsAreNamed() throws IOException {
    refused(DATA, root.resolve("MAD_train.json") + " is missing: put it into " + root + CARD);
    annotations(entry("0", "film", 1, 3, "One."), entry("1", "b", 1, 3, "Two."));
    refused(
        DATA,
        root.resolve("CLIP_B32_frames_features_5fps.h5")
            + " is missing: put it into "
            + root
            + CARD);
    Path file = frames(Map.of("film", rows(100, WIDTH)));
    refused(DATA, file + " must have a dataset for each film, got none for 'b', in all for 1 of 2");
    refused(
        WITH_SOUND.smoke(),
        file + " must have a dataset for each film, got none for 'b', in all for 1 of 2");
  }

  @Test
  void featuresOfAnotherFilmOrModelAreRefused() throws IOException {
    annotations(entry("0", "film", 1, 3, "One."));
    Path file = frames(Map.of("film", rows(40, WIDTH)));
    refused(
        DATA,
        file
            + ", dataset 'film', must have 5 rows a second of movie_duration 20.0 of description 0,"
            + " got 40 in all");
    file = frames(Map.of("film", rows(100, 768)));
    refused(DATA, file + ", dataset 'film', must be 512 wide, got 768");
    float[][] damaged = rows(100, WIDTH);
    damaged[7][3] = Float.POSITIVE_INFINITY;
    file = frames(Map.of("film", damaged));
    MadSplit split = open(DATA);
    assertThatThrownBy(split::requireReadable)
        .isInstanceOf(DataException.class)
        .hasMessage(file + ", dataset 'film', must be finite, got Infinity in row 7, column 3");
  }

  @Test
  void aWrongAnnotationIsNamed() throws IOException {
    Path file = root.resolve("MAD_train.json");
    refusedEntry(
        entry("5", "film", 4, 4, "One."),
        "ext_timestamps must have a start below the end and the movie_duration 20, got [4, 4]");
    refusedEntry(
        entry("5", "film", 21, 22, "One."),
        "ext_timestamps must have a start below the end and the movie_duration 20, got [21, 22]");
    refusedEntry(entry("5", "film", 1, 2, " "), "sentence must not be blank, got ''");
    refusedEntry(entry("5", "a/b", 1, 2, "One."), "movie must be a file's name, got a/b");
    refusedEntry(
        entry("5", "film", 1, 2, "One.").replace("[1.0, 2.0]", "[1.0]"),
        "ext_timestamps must be a list of two finite numbers, got [1.0]");
    refusedEntry(
        entry("5", "film", 1, 2, "One.").replace("20.0", "0"),
        "movie_duration must be a number above 0, got 0");
    refusedEntry(
        entry("5", "film", 1, 2, "One.").replace("ext_", "old_"), "ext_timestamps is missing");
    annotations(entry("5", "film", 1, 2, "One."), entry("5", "film", 1, 2, "One."));
    refused(DATA, file + ", description 5: the name must be there once, got 5");
    Files.writeString(file, "{\"5\": [1]}");
    refused(DATA, file + ", description 5 must be an object, got [1]");
    Files.writeString(file, "{}");
    refused(DATA, file + " must have at least 1 description, got 0");
  }

  private void refusedEntry(String entry, String rest) throws IOException {
    Path file = annotations(entry);
    refused(DATA, file + ", description 5: " + rest);
  }

  @Test
  void provenanceNamesAnnotationsAndFeatures() throws IOException {
    annotations(entry("0", "film", 1, 3, "One."));
    frames(Map.of("film", rows(100, WIDTH)));
    assertThat(MadSplit.sources(new DataFolder(home)))
        .containsOnlyKeys("MAD_train.json", "features (names and sizes)");
  }

  private void refused(Mad data, String message) {
    assertThatThrownBy(() -> open(data)).isInstanceOf(DataException.class).hasMessage(message);
  }
}
