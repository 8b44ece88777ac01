package lamina.data.msrvtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lamina.config.MsrVtt;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.data.Split;
import lamina.data.captions.CaptionFeatures;
import lamina.data.captions.References;
import lamina.data.features.Npy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MsrVttSplitTest {
  private static final MsrVtt DATA = new MsrVtt(3, 2, 0, 0, 100);
  private static final MsrVtt WITH_SOUND = new MsrVtt(3, 2, 2, 1, 100);
  private static final String CARD = "; docs/captions-official-files.md says where they come from";

  @TempDir private Path home;
  private Path root;

  @BeforeEach
  void folder() throws IOException {
    root = Files.createDirectories(home.resolve("msr-vtt"));
    Files.createDirectories(root.resolve("video_features"));
    Files.createDirectories(root.resolve("audio_features"));
  }

  private MsrVttSplit open(MsrVtt data, Split split) {
    return MsrVttSplit.open(data, split, new DataFolder(home));
  }

  private static String video(String id, String split) {
    return "{\"category\": 9, \"url\": \"http://v\", \"video_id\": \"%s\", \"start time\": 137.72, \"end time\": 149.44, \"split\": \"%s\", \"id\": 0}"
        .formatted(id, split);
  }

  private static String sentence(String id, String caption) {
    return "{\"caption\": \"%s\", \"video_id\": \"%s\", \"sen_id\": 0}".formatted(caption, id);
  }

  private Path annotations(String name, List<String> videos, List<String> sentences)
      throws IOException {
    return Files.writeString(
        root.resolve(name),
        "{\"info\": {\"year\": \"2016\", \"videos\": []}, \"videos\": [%s], \"sentences\": [%s]}"
            .formatted(String.join(", ", videos), String.join(", ", sentences)));
  }

  private Path training(String... sentences) throws IOException {
    return annotations(
        "train_val_videodatainfo.json",
        List.of(video("video1", "train"), video("video2", "validate"), video("video0", "train")),
        List.of(sentences));
  }

  private void video(String id, float[]... rows) throws IOException {
    Files.write(root.resolve("video_features/" + id + ".npy"), Npy.of(rows).bytes());
  }

  private void sound(String id, float[]... rows) {
    Npy.of(rows).write(root.resolve("audio_features/" + id + ".npz"), "features");
  }

  @Test
  void videosComeInTheFilesOrderWithTheirCaptions() throws IOException {
    training(
        sentence("video0", "a man cooks"),
        sentence("video1", " a dog "),
        sentence("video2", "a car"),
        sentence("video0", "someone cooks"));
    for (int i = 0; i < 3; i++) {
      video("video" + i, new float[] {i, 2});
    }
    MsrVttSplit train = open(DATA, Split.TRAIN);
    assertThat(IntStream.range(0, train.size()).mapToObj(train::references))
        .containsExactly(
            new References("video1", List.of("a dog")),
            new References("video0", List.of("a man cooks", "someone cooks")));
    assertThat(train.captions()).containsExactly("a dog", "a man cooks", "someone cooks");
    assertThat(train.features(1).video()).containsExactly(0, 2);
    assertThat(open(DATA, Split.VALIDATION).captions()).containsExactly("a car");
    assertThat(open(new MsrVtt(3, 2, 0, 0, 1), Split.TRAIN).size()).isEqualTo(1);
  }

  @Test
  void theTestHasAFileOfItsOwn() throws IOException {
    annotations(
        "test_videodatainfo.json",
        List.of(video("video9", "test")),
        List.of(sentence("video9", "a cat")));
    video("video9", new float[] {1, 2});
    assertThat(open(DATA, Split.TEST).captions()).containsExactly("a cat");
  }

  @Test
  void oneFileOfAllSplitsIsReadWhereItIsThere() throws IOException {
    annotations(
        "videodatainfo.json",
        List.of(video("video1", "train"), video("video9", "test")),
        List.of(sentence("video9", "a cat"), sentence("video1", "a dog")));
    video("video1", new float[] {1, 2});
    video("video9", new float[] {1, 2});
    assertThat(open(DATA, Split.TRAIN).captions()).containsExactly("a dog");
    assertThat(open(DATA, Split.TEST).captions()).containsExactly("a cat");
    assertThatThrownBy(() -> open(DATA, Split.VALIDATION))
        .isInstanceOf(DataException.class)
        .hasMessage(
            root.resolve("videodatainfo.json")
                + " must have at least 1 video of split validate, got 0");
  }

  @Test
  void aLongVideoIsLookedAtEvenly() throws IOException {
    training(sentence("video0", "a"), sentence("video1", "b"));
    float[][] rows = new float[9][];
    for (int i = 0; i < 9; i++) {
      rows[i] = new float[] {i, -i};
    }
    video("video0", rows);
    video("video1", new float[] {7, 8}, new float[] {9, 10});
    MsrVttSplit train = open(DATA, Split.TRAIN);
    CaptionFeatures longVideo = train.features(1);
    assertThat(longVideo.videoTokens()).isEqualTo(3);
    assertThat(longVideo.video()).containsExactly(1, -1, 4, -4, 7, -7);
    CaptionFeatures shortVideo = train.features(0);
    assertThat(shortVideo.videoTokens()).isEqualTo(2);
    assertThat(shortVideo.video()).containsExactly(7, 8, 9, 10);
  }

  @Test
  void aVideoWithoutASoundTrackHasNoAudioTokens() throws IOException {
    training(sentence("video0", "a"), sentence("video1", "b"));
    video("video0", new float[] {1, 2});
    video("video1", new float[] {1, 2});
    sound("video1", new float[] {5}, new float[] {6}, new float[] {7}, new float[] {8});
    MsrVttSplit train = open(WITH_SOUND, Split.TRAIN);
    assertThat(train.features(0).audio()).containsExactly(6, 8);
    assertThat(train.features(0).audioTokens()).isEqualTo(2);
    assertThat(train.features(1).audio()).isEmpty();
    assertThat(train.features(1).audioTokens()).isZero();
    assertThat(train.features(1).videoTokens()).isEqualTo(1);
    assertThat(train.withoutSound()).isEqualTo(1);
    assertThat(open(DATA, Split.TRAIN).withoutSound()).isZero();
    assertThat(open(DATA, Split.TRAIN).features(0).audioTokens()).isZero();
  }

  @Test
  void whereNoVideoHasSoundItIsMissing() throws IOException {
    training(sentence("video0", "a"), sentence("video1", "b"));
    video("video0", new float[] {1, 2});
    video("video1", new float[] {1, 2});
    refused(
        WITH_SOUND,
        root.resolve("audio_features/video1.npy")
            + " (or .npz) is missing, in all 2 of 2 files in audio_features: put them there"
            + CARD);
  }

  @Test
  void aBlankCaptionIsLeftOut() throws IOException {
    training(sentence("video0", " "), sentence("video0", "a man"), sentence("video1", "a dog"));
    video("video0", new float[] {1, 2});
    video("video1", new float[] {1, 2});
    assertThat(open(DATA, Split.TRAIN).references(1).captions()).containsExactly("a man");
  }

  @Test
  void aVideoWithoutCaptionsIsRefused() throws IOException {
    Path file = training(sentence("video1", "a dog"), sentence("video0", " "));
    refused(DATA, file + ", video0: sentences must have at least 1 that is not blank, got 0");
    file = training(sentence("video0", "a dog"));
    refused(DATA, file + ", video1: sentences must have at least 1 that is not blank, got 0");
  }

  @Test
  void aWrongAnnotationIsNamed() throws IOException {
    String name = "train_val_videodatainfo.json";
    Path file = training(sentence("video0", "a"), sentence("video7", "b"));
    refused(DATA, file + ", sentences[1]: video_id must be one of videos, got video7");
    annotations(name, List.of(video("v", "train"), video("v", "test")), List.of());
    refused(DATA, file + ", videos[1]: video_id must be there once, got v");
    annotations(name, List.of(video("v", "val")), List.of());
    refused(DATA, file + ", videos[0]: split must be one of train, validate, test, got val");
    annotations(name, List.of(video("../v", "train")), List.of());
    refused(DATA, file + ", videos[0]: video_id must be a file's name, got ../v");
    annotations(name, List.of("{\"split\": \"train\"}"), List.of());
    refused(DATA, file + ", videos[0]: video_id is missing");
    annotations(name, List.of(), List.of("{\"video_id\": \"v\", \"caption\": 3}"));
    refused(DATA, file + ", sentences[0]: caption must be a text, got 3");
    annotations(name, List.of("7"), List.of());
    refused(DATA, file + ", videos[0] must be an object, got 7");
    annotations(name, List.of(video("v", "x".repeat(99))), List.of());
    refused(
        DATA,
        file
            + ", videos[0]: split must be one of train, validate, test, got "
            + "x".repeat(60)
            + " ...");
    Files.writeString(file, "{\"videos\": []}");
    refused(DATA, file + ": sentences is missing");
    Files.writeString(file, "{\"videos\": {}, \"sentences\": []}");
    refused(DATA, file + ": videos must be a list");
    Files.writeString(file, "[]");
    refused(DATA, file + " must hold a JSON object");
  }

  @Test
  void whatIsNotJsonIsNamedWithItsLine() throws IOException {
    Path file = root.resolve("train_val_videodatainfo.json");
    for (String text : List.of("{\n\"videos\": [x", "{\n\"videos\": [", "{\n")) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> open(DATA, Split.TRAIN))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(file + ":2: not JSON: ");
    }
    Files.write(file, new byte[] {'{', '"', (byte) 0xff, '"'});
    refused(DATA, file + " is not in UTF-8");
  }

  @Test
  void missingFilesAreNamed() throws IOException {
    Path file = root.resolve("train_val_videodatainfo.json");
    refused(DATA, file + " is missing: put MSR-VTT's annotations into " + root + CARD);
    training(sentence("video0", "a"), sentence("video1", "b"));
    video("video1", new float[] {1, 2});
    refused(
        DATA,
        root.resolve("video_features/video0.npy")
            + " (or .npz) is missing, in all 1 of 2 files in video_features: put them there"
            + CARD);
  }

  @ParameterizedTest
  @CsvSource({"1, 'the array must be 2 wide, got 1'", "2, 'must have at least 1 row, got 0'"})
  void featuresThatDoNotFitAreRefused(int kind, String rule) throws IOException {
    training(sentence("video0", "a"), sentence("video1", "b"));
    video("video0", new float[] {1, 2});
    video("video1", kind == 1 ? new float[][] {{1}} : new float[0][]);
    Path file = root.resolve("video_features/video1.npy");
    MsrVttSplit train = open(DATA, Split.TRAIN);
    assertThatThrownBy(train::requireReadable)
        .isInstanceOf(DataException.class)
        .hasMessage(file + (kind == 1 ? ": " : " ") + rule);
  }

  @Test
  void aDamagedFileIsRefused() throws IOException {
    training(sentence("video0", "a"), sentence("video1", "b"));
    video("video0", new float[] {1, 2});
    video("video1", new float[] {1, Float.NaN});
    Path file = root.resolve("video_features/video1.npy");
    MsrVttSplit train = open(DATA, Split.TRAIN);
    assertThatThrownBy(() -> train.features(0))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": the array must be finite, got NaN in row 0, column 1");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> train.features(0))
        .isInstanceOf(DataException.class)
        .hasMessage(file + " must have 8 bytes of numbers for its shape (1, 2), got 7");
  }

  @Test
  void twoFilesOfOneVideoAreRefused() throws IOException {
    training(sentence("video0", "a"), sentence("video1", "b"));
    video("video0", new float[] {1, 2});
    video("video1", new float[] {1, 2});
    Path npz = root.resolve("video_features/video1.npz");
    Npy.of(new float[] {1, 2}).write(npz, "features");
    refused(
        DATA,
        "a video must have one file of features, got "
            + root.resolve("video_features/video1.npy")
            + " and "
            + npz);
  }

  @Test
  void provenanceNamesAnnotationsAndFolders() throws IOException {
    training(sentence("video0", "a"), sentence("video1", "b"));
    String empty =
        MsrVttSplit.sources(new DataFolder(home)).get("video_features (names and sizes)");
    video("video0", new float[] {1, 2});
    assertThat(MsrVttSplit.sources(new DataFolder(home)))
        .containsOnlyKeys(
            "train_val_videodatainfo.json",
            "video_features (names and sizes)",
            "audio_features (names and sizes)")
        .doesNotContainValue(null)
        .satisfies(
            now -> assertThat(now).doesNotContainEntry("video_features (names and sizes)", empty));
  }

  private void refused(MsrVtt data, String message) {
    assertThatThrownBy(() -> open(data, Split.TRAIN))
        .isInstanceOf(DataException.class)
        .hasMessage(message);
  }
}
