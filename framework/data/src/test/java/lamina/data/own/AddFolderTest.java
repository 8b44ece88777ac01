package lamina.data.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import lamina.config.ClassificationData;
import lamina.config.ConfigException;
import lamina.config.Json;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.data.LabelledSet;
import lamina.data.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddFolderTest {
  @TempDir Path temporary;
  private DataFolder data;
  private Path folder;

  @BeforeEach
  void writeFolder() throws IOException {
    data = new DataFolder(temporary.resolve("data"));
    folder = OwnFiles.in(temporary.resolve("own files"));
  }

  @Test
  void whatIsAddedIsCounted() {
    LabelledSet set = add();
    assertThat(set.classes()).containsExactly("a", "b");
    assertThat(set.size(Split.TRAIN)).isEqualTo(12);
    assertThat(set.count(Split.TEST, 1)).isEqualTo(3);
    assertThat(Summary.of(set))
        .containsExactly(
            "own data "
                + set.data().checksum()
                + ": pictures of 10 x 10, sounds of 500 ms at 4,000 Hz",
            "training / validation / test: 12 / 6 / 6",
            "  a: 6 / 3 / 3",
            "  b: 6 / 3 / 3");
  }

  @Test
  void countsHaveTheSameCommaInGermany() {
    LabelledSet set = add();
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(Summary.of(set).get(0)).endsWith("sounds of 500 ms at 4,000 Hz");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void theExpressionAndTheJsonNameTheData() {
    LabelledSet set = add();
    assertThat(Summary.expression(set.data()))
        .isEqualTo(
            "labelledFiles(checksum = \""
                + set.data().checksum()
                + "\", classes = 2, imageSide = 10, sampleRate = 4000, audioMillis = 500)");
    assertThat(Json.read(Json.line(set.data()), ClassificationData.class)).isEqualTo(set.data());
  }

  @Test
  void theSameFilesGiveTheSameChecksumWhereverTheyLieAndWhateverTheyAreCalled() throws IOException {
    String checksum = add().data().checksum();
    assertThat(add().data().checksum()).isEqualTo(checksum);
    Path elsewhere = OwnFiles.in(temporary.resolve("elsewhere"));
    Files.move(elsewhere.resolve("files"), elsewhere.resolve("named otherwise"));
    String lines = Files.readString(elsewhere.resolve("labels.csv"));
    Files.writeString(elsewhere.resolve("labels.csv"), lines.replace("files/", "named otherwise/"));
    DataFolder other = new DataFolder(temporary.resolve("other data"));
    assertThat(new AddFolder(elsewhere, 10, 4000, 500).run(other, line -> {}).data().checksum())
        .isEqualTo(checksum);
    assertThat(other.path().resolve("own/" + checksum + ".bin"))
        .hasSameBinaryContentAs(data.path().resolve("own/" + checksum + ".bin"));
  }

  @Test
  void anotherFormIsOtherData() {
    String checksum = add().data().checksum();
    assertThat(new AddFolder(folder, 11, 4000, 500).run(data, line -> {}).data().checksum())
        .isNotEqualTo(checksum);
  }

  @Test
  void whatSpreadsheetsWriteIsRead() throws IOException {
    String lines = Files.readString(folder.resolve("labels.csv"));
    String written =
        "\uFEFF"
            + lines
                .replace("files/0.png", "\"files/0.png\"")
                .replace(",a\n", ",\"a, \"\"dark\"\"\"\n")
                .replace("\n", "\r\n")
            + "\r\n";
    Files.writeString(folder.resolve("labels.csv"), written);
    assertThat(add().classes()).containsExactly("a, \"dark\"", "b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "split,image,audio,label|split;image;audio;label|labels.csv:1: header must be split,image,audio,label, got 'split;image;audio;label'",
        "train,files/0.png|Train,files/0.png|labels.csv:2: split must be train, validation or test, got 'Train'",
        "files/1.wav,b|files/1.wav|labels.csv:3: line must have 4 fields (one with a comma stands in quotes), got 3",
        "files/1.wav,b|files/1.wav,b,c|labels.csv:3: line must have 4 fields (one with a comma stands in quotes), got 5",
        "files/1.wav,b|files/1.wav,|labels.csv:3: label must be a text without spaces around it, got ''",
        "files/1.wav,b|files/1.wav, b|labels.csv:3: label must be a text without spaces around it, got ' b'",
        "files/2.png|files/none.png|labels.csv:4: image must be a file that is there and readable, got 'files/none.png'",
        "files/2.wav|files|labels.csv:4: audio must be a file that is there and readable, got 'files'",
        "files/2.png|../outside.png|labels.csv:4: image must be a path within the folder, got '../outside.png'",
        "files/2.png|files/../../outside.png|labels.csv:4: image must be a path within the folder, got 'files/../../outside.png'",
        "files/2.png|/etc/passwd|labels.csv:4: image must be a path within the folder, got '/etc/passwd'",
        "files/13.wav|files/../files/2.wav|labels.csv:15: audio must be in one split alone; it is in train at labels.csv:4, got 'files/2.wav'",
        "files/23.wav,b|files/23.wav,c|labels.csv:25: label must be one that train has too, got 'c'",
        "validation|test|labels.csv: split must have at least 1 line of validation, got train, test",
        ",b\\n|,a\\n|labels.csv: label must have at least 2 values, got [a]",
      })
  void everyWrongLineIsNamed(String right, String wrong, String message) throws IOException {
    Path file = folder.resolve("labels.csv");
    Files.writeString(temporary.resolve("outside.png"), "");
    Files.writeString(file, Files.readString(file).replace(line(right), line(wrong)));
    refused(message);
  }

  private static String line(String text) {
    return text.replace("\\n", "\n");
  }

  @Test
  void aFileThatCannotBeDecodedIsNamedWithItsLine() throws IOException {
    Files.writeString(folder.resolve("files/5.png"), "no picture");
    refused(
        "labels.csv:7: image must be a file that can be decoded, got '5.png': it is in no format that Java reads");
    OwnFiles.image(folder.resolve("files/5.png"), 3, 3, 0);
    Files.writeString(folder.resolve("files/4.wav"), "no sound");
    refused("labels.csv:6: audio must be a file that can be decoded, got '4.wav': it is no WAV");
  }

  @Test
  void aFolderWithoutLabelsIsRefused() throws IOException {
    Files.write(folder.resolve("labels.csv"), "split,\u00e4".getBytes(StandardCharsets.ISO_8859_1));
    refused(folder.resolve("labels.csv") + " must be written in UTF-8");
    Files.delete(folder.resolve("labels.csv"));
    refused(folder.resolve("labels.csv") + " is missing: it says which file is what");
    folder = temporary.resolve("none");
    refused(folder + " must be a folder that holds labels.csv");
  }

  private void refused(String message) throws IOException {
    assertThatThrownBy(this::add).isInstanceOf(DataException.class).hasMessageStartingWith(message);
    assertThat(LabelledSet.checksums(data)).as("nothing is written").isEmpty();
    if (Files.exists(data.path())) {
      assertThat(data.path()).isEmptyDirectory();
    }
  }

  @Test
  void aFormThatNoExampleCanHaveIsRefused() {
    for (List<Object> wrong :
        List.<List<Object>>of(
            List.of(0, 8000, 500, "task.data.imageSide must be from 1 to 1024, got 0"),
            List.of(1, 999, 500, "task.data.sampleRate must be from 1000 to 192000, got 999"),
            List.of(1, 8000, 0, "task.data.audioMillis must be from 1 to 60000, got 0"),
            List.of(
                1,
                11025,
                500,
                "task.data.audioMillis must be a whole number of samples at 11025 a second, got 500"))) {
      assertThatThrownBy(
              () ->
                  new AddFolder(folder, (int) wrong.get(0), (int) wrong.get(1), (int) wrong.get(2)))
          .isInstanceOf(ConfigException.class)
          .hasMessage((String) wrong.get(3));
    }
  }

  private LabelledSet add() {
    return new AddFolder(folder, 10, 4000, 500).run(data, line -> {});
  }
}
