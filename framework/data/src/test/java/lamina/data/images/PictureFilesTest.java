package lamina.data.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import lamina.config.ImageFolder;
import lamina.config.Patches;
import lamina.config.PictureEncoders;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.data.ImageIndex;
import lamina.data.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFilesTest {
  private static final int SIDE = 16;
  private static final int LENGTH = 3 * SIDE * SIDE;

  @TempDir Path temporary;
  private DataFolder data;
  private ImageIndex index;
  private PictureFiles files;

  @BeforeEach
  void addFolder() throws IOException {
    data = new DataFolder(temporary.resolve("data"));
    Path root = TinyImages.in(temporary.resolve("tiny"), "train", "val");
    index = new AddImages(root, "tiny", 2).run(data, line -> {});
    files = open(Integer.MAX_VALUE);
  }

  private PictureFiles open(int most) {
    return PictureFiles.open(
        new ImageFolder(index.checksum(), 3, SIDE, most),
        new PictureEncoders(new Patches(8)),
        Split.TRAIN,
        data);
  }

  @Test
  void aBatchIsWhatItsPicturesAreAloneInAnyOrder() {
    int[] all = {3, 0, 17, 5, 5, 11, 2, 9, 16, 1};
    float[] batch = files.features(all);
    float[] varied = files.varied(all, SplittableRandom::new);
    for (int i = 0; i < all.length; i++) {
      int[] one = {all[i]};
      assertThat(files.features(one))
          .isEqualTo(Arrays.copyOfRange(batch, i * LENGTH, (i + 1) * LENGTH));
      assertThat(files.varied(one, SplittableRandom::new))
          .isEqualTo(Arrays.copyOfRange(varied, i * LENGTH, (i + 1) * LENGTH));
    }
    assertThat(varied).isNotEqualTo(batch);
  }

  /** A red picture: what is over the blue level is that of the class, in every patch. */
  @Test
  void tokensHoldTheirPatchChannelByChannelInImageNetsUnits() {
    int red = 2;
    assertThat(files.label(red)).isEqualTo(2);
    float[] features = files.features(new int[] {red});
    for (int token = 0; token < 4; token++) {
      double[] level = new double[3];
      for (int c = 0; c < 3; c++) {
        for (int i = 0; i < 64; i++) {
          level[c] += features[token * 192 + c * 64 + i] / 64;
        }
      }
      assertThat(level[0] * 0.229 + 0.485).isBetween(0.6, 0.8);
      assertThat(level[1] * 0.224 + 0.456).isBetween(0.05, 0.25);
      assertThat(level[2] * 0.225 + 0.406).isBetween(0.05, 0.25);
    }
  }

  @Test
  void theFirstSoManyAreOfAllClasses() {
    PictureFiles few = open(3);
    assertThat(few.size()).isEqualTo(3);
    assertThat(new int[] {few.label(0), few.label(1), few.label(2)}).containsExactly(0, 1, 2);
    assertThat(files.size()).isEqualTo(18);
  }

  @Test
  void aFileThatHasChangedOrIsGoneIsRefused() throws IOException {
    Path file = index.root().resolve(index.entry(Split.TRAIN, 4).path());
    byte[] bytes = Files.readAllBytes(file);
    byte[] other = bytes.clone();
    other[other.length / 2] ^= 1;
    Files.write(file, other);
    refused(file + " must be as it was added, of " + bytes.length + " bytes");
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    refused("got " + (bytes.length - 1) + " bytes of another");
    Files.delete(file);
    refused(file + " cannot be read: no such file");
    Files.write(file, bytes);
    assertThat(files.features(new int[] {1, 4, 2})).hasSize(3 * LENGTH);
  }

  private void refused(String rule) {
    assertThatThrownBy(() -> files.features(new int[] {1, 4, 2}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(rule);
  }
}
