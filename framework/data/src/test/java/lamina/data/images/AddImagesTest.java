package lamina.data.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import lamina.config.ConfigException;
import lamina.config.ImageFolder;
import lamina.data.Checksum;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.data.ImageIndex;
import lamina.data.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddImagesTest {
  @TempDir Path temporary;
  private Path root;
  private DataFolder data;

  @BeforeEach
  void writeFolder() throws IOException {
    root = TinyImages.in(temporary.resolve("tiny"), "train", "val");
    data = new DataFolder(temporary.resolve("data"));
  }

  private ImageIndex add(int heldOut) {
    return new AddImages(root, "tiny", heldOut).run(data, line -> {});
  }

  @Test
  void everyPictureIsListedWithItsLabelBytesAndChecksum() throws IOException {
    ImageIndex index = add(2);
    assertThat(index.classes()).containsExactly("blue", "green", "red");
    Set<String> paths = new HashSet<>();
    for (Split split : Split.values()) {
      for (int i = 0; i < index.size(split); i++) {
        ImageIndex.Entry one = index.entry(split, i);
        Path file = index.root().resolve(one.path());
        assertThat(one.label()).isEqualTo(index.label(split, i));
        assertThat(one.path()).contains("/" + index.classes().get(one.label()) + "/");
        assertThat(one.bytes()).isEqualTo(Files.size(file));
        assertThat(one.sha256()).isEqualTo(Checksum.of(file));
        paths.add(one.path());
      }
    }
    assertThat(paths).hasSize(3 * (8 + 3));
  }

  @Test
  void withoutATestSplitValIsTestedAndSomeOfEveryClassAreHeldOut() {
    ImageIndex index = add(2);
    assertThat(index.size(Split.TRAIN)).isEqualTo(3 * 6);
    assertThat(index.size(Split.VALIDATION)).isEqualTo(3 * 2);
    assertThat(index.size(Split.TEST)).isEqualTo(3 * 3);
    assertThat(index.entry(Split.VALIDATION, 0).path()).startsWith("train/");
    assertThat(index.entry(Split.TEST, 0).path()).startsWith("val/");
    for (int i = 0; i < 6; i++) {
      assertThat(index.label(Split.VALIDATION, i)).isEqualTo(i % 3);
    }
  }

  @Test
  void heldOutAreTheFirstByChecksumAndMoreOfThemKeepTheOthers() {
    List<String> few = paths(add(2));
    List<String> more = paths(add(3));
    assertThat(more).hasSize(9).containsAll(few);
    ImageIndex index = add(2);
    for (int held = 0; held < 6; held++) {
      for (int i = 0; i < index.size(Split.TRAIN); i++) {
        if (index.label(Split.TRAIN, i) == index.label(Split.VALIDATION, held)) {
          assertThat(index.entry(Split.VALIDATION, held).sha256())
              .isLessThan(index.entry(Split.TRAIN, i).sha256());
        }
      }
    }
  }

  @Test
  void picturesThatTwoSplitsShareAreCounted() throws IOException {
    assertThat(Summary.of(add(2))).noneMatch(line -> line.contains("warning"));
    Path tested = Files.list(root.resolve("val/red")).sorted().findFirst().orElseThrow();
    Files.copy(tested, root.resolve("train/red/zzz" + tested.getFileName()));
    assertThat(Summary.of(add(1)))
        .anyMatch(line -> line.matches("warning: 1 pictures of training are in test too.*"));
  }

  private static List<String> paths(ImageIndex index) {
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < index.size(Split.VALIDATION); i++) {
      paths.add(index.entry(Split.VALIDATION, i).path());
    }
    return paths;
  }

  @Test
  void withATestSplitEveryFolderIsItsSplit() throws IOException {
    TinyImages.in(root, "test");
    ImageIndex index = add(2);
    assertThat(index.size(Split.TRAIN)).isEqualTo(3 * 8);
    assertThat(index.entry(Split.VALIDATION, 0).path()).startsWith("val/");
    assertThat(index.entry(Split.TEST, 0).path()).startsWith("test/");
  }

  @Test
  void theSameFilesAreTheSameDataWhereverTheyLie() throws IOException {
    String checksum = add(2).checksum();
    Path moved = temporary.resolve("elsewhere");
    Files.move(root, moved);
    assertThatThrownBy(() -> ImageIndex.open(checksum, data).root())
        .isInstanceOf(DataException.class)
        .hasMessage(
            "%s must be the folder of the pictures of %s: run ./lamina data add-images on it where it lies now"
                .formatted(root, checksum));
    ImageIndex again = new AddImages(moved, "other", 2).run(data, line -> {});
    assertThat(again.checksum()).isEqualTo(checksum);
    assertThat(again.root()).isEqualTo(moved);
    assertThat(ImageIndex.checksums(data)).containsExactly(checksum);
    assertThat(Summary.of(again))
        .containsExactly(
            "image folder %s: other, in %s".formatted(checksum, moved),
            "3 classes; training / validation / test: 18 / 6 / 9; fewest of a class 6 / 2 / 3");
  }

  @Test
  void anotherPictureIsOtherData() throws IOException {
    String checksum = add(2).checksum();
    Path some = root.resolve("train/red/red-0.png");
    Files.copy(root.resolve("train/blue/blue-0.png"), some, REPLACE);
    assertThat(add(2).checksum()).isNotEqualTo(checksum);
  }

  private static final java.nio.file.CopyOption REPLACE =
      java.nio.file.StandardCopyOption.REPLACE_EXISTING;

  @Test
  void whatDoesNotFitIsRefusedAndNothingIsWritten() throws IOException {
    refused("must be a folder that holds train and val", temporary.resolve("nowhere"), 2);
    Files.createDirectories(temporary.resolve("empty/train/a"));
    refused(
        "empty must be a folder that holds train/CLASS and val/CLASS, got no folder", 2, "empty");
    refused("blue must hold more than 8 pictures, so many of which are held out, got 8", root, 8);
    Path text = Files.writeString(root.resolve("train/red/notes.txt"), "x");
    refused("red/notes.txt must end in .jpg, .jpeg or .png", root, 2);
    Files.move(text, root.resolve("train/red/zz.png"));
    refused("red/zz.png: it must be a JPEG or a PNG, and it begins as neither", root, 2);
    Files.delete(root.resolve("train/red/zz.png"));
    Path loose = Files.writeString(root.resolve("val/list.csv"), "x");
    refused("val must hold a folder a class and nothing else, got the file " + loose, root, 2);
    Files.delete(loose);
    Path more = Files.createDirectories(root.resolve("val/yellow"));
    refused("yellow must hold at least 1 picture, got none", root, 2);
    Files.copy(root.resolve("val/red/red-0.png"), more.resolve("a.png"));
    refused("val/yellow must be a class that train has too", root, 2);
    Files.move(more, root.resolve("train/yellow"));
    refused("val/yellow must be a folder of pictures, as there is one in train; got none", root, 1);
    assertThat(data.path()).doesNotExist();
    assertThatThrownBy(() -> new AddImages(root, "a b", 2))
        .isInstanceOf(ConfigException.class)
        .hasMessage("--name must be letters, digits, dots, dashes and underscores, got 'a b'");
    assertThatThrownBy(() -> new AddImages(root, "a", 0))
        .hasMessage("--held-out must be at least 1, got 0");
  }

  private void refused(String rule, int heldOut, String folder) {
    refused(rule, temporary.resolve(folder), heldOut);
  }

  private void refused(String rule, Path folder, int heldOut) {
    assertThatThrownBy(() -> new AddImages(folder, "x", heldOut).run(data, line -> {}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(rule);
  }

  @Test
  void hiddenFilesArePassedOver() throws IOException {
    String checksum = add(2).checksum();
    Files.writeString(root.resolve("train/.DS_Store"), "x");
    Files.writeString(root.resolve("train/red/.hidden"), "x");
    assertThat(add(2).checksum()).isEqualTo(checksum);
  }

  @Test
  void aListThatIsMissingDamagedOrOfOtherClassesIsRefused() throws IOException {
    ImageIndex index = add(2);
    ImageFolder asked = new ImageFolder(index.checksum(), 4, 16, 9);
    assertThatThrownBy(() -> ImageIndex.open(asked, data))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "task.data.classes must be 3 for image folder %s, got 4".formatted(index.checksum()));
    Path file = data.path().resolve("images/" + index.checksum() + ".bin");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> ImageIndex.open(index.checksum(), data))
        .hasMessageContaining("is damaged: its SHA-256 must be its name");
    Files.delete(file);
    assertThatThrownBy(() -> ImageIndex.open(index.checksum(), data))
        .hasMessage(
            "image folder %s is not in %s: add it with ./lamina data add-images"
                .formatted(index.checksum(), data.path()));
  }

  @Test
  void nothingButTheListAndItsPlaceIsWritten() throws IOException {
    String checksum = add(2).checksum();
    try (Stream<Path> files = Files.list(data.path().resolve("images"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(checksum + ".bin", checksum + ".json");
    }
  }
}
