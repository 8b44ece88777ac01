package lamina.data.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import lamina.data.DataException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads h5py.h5, which h5py wrote: arrays of shape (20, 3) whose numbers are their places divided
 * by four, in several precisions and layouts.
 */
class Hdf5FileTest {
  @TempDir private Path folder;
  private Path path;

  @BeforeEach
  void copy() throws IOException {
    path = folder.resolve("h5py.h5");
    try (InputStream in = Hdf5FileTest.class.getResourceAsStream("h5py.h5")) {
      Files.copy(in, path);
    }
  }

  private static float[] quarters(int from, int count) {
    float[] values = new float[count * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = (from * 3 + i) / 4f;
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(strings = {"half", "single", "double", "big-endian", "gzip", "lzf"})
  void rowsAreThoseThatH5pyWrote(String name) {
    Hdf5File file = new Hdf5File(path, 3);
    assertThat(file.rows(name)).isEqualTo(20);
    for (int from = 0; from < 20; from++) {
      for (int count = 1; count <= 20 - from; count++) {
        assertThat(file.read(name, from, count)).containsExactly(quarters(from, count));
      }
    }
  }

  @Test
  void threadsMayReadAtOnce() {
    Hdf5File file = new Hdf5File(path, 3);
    IntStream.range(0, 400)
        .parallel()
        .forEach(
            i ->
                assertThat(file.read(i % 2 == 0 ? "gzip" : "single", i % 18, 2))
                    .containsExactly(quarters(i % 18, 2)));
  }

  @Test
  void whatIsThereIsKnown() {
    Hdf5File file = new Hdf5File(path, 3);
    assertThat(file.has("half")).isTrue();
    assertThat(file.has("none")).isTrue();
    assertThat(file.rows("none")).isZero();
    assertThat(file.has("group")).isFalse();
    assertThat(file.has("another")).isFalse();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Hdf5File file = new Hdf5File(path, 3);
    refused("another", "is missing", () -> file.rows("another"));
    refused("group", "is missing", () -> file.rows("group"));
    refused("one-dimension", "must have two dimensions, got 1", () -> file.rows("one-dimension"));
    refused(
        "integers",
        "must hold numbers of half, single or double precision, got int",
        () -> file.rows("integers"));
    refused("half", "must be 512 wide, got 3", () -> new Hdf5File(path, 512).rows("half"));
    refused("half", "must have rows 18 to 20, got 20", () -> file.read("half", 18, 3));
    refused("half", "must have rows 20 to 20, got 20", () -> file.read("half", 20, 1));
    refused("none", "must have rows 0 to 0, got 0", () -> file.read("none", 0, 1));
    refused(
        "not-a-number",
        "must be finite, got NaN in row 4, column 1",
        () -> file.read("not-a-number", 3, 4));
  }

  private void refused(String name, String rest, ThrowingCallable read) {
    assertThatThrownBy(read)
        .isInstanceOf(DataException.class)
        .hasMessage(path + ", dataset '" + name + "', " + rest);
  }

  @Test
  void whatIsNotHdf5IsRefused() throws IOException {
    Files.writeString(path, "not an HDF5 file at all, but longer than a signature");
    assertThatThrownBy(() -> new Hdf5File(path, 3))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(path + " cannot be read as HDF5: ");
    Files.delete(path);
    assertThatThrownBy(() -> new Hdf5File(path, 3))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(path + " cannot be read as HDF5: ");
  }

  @Test
  void aCutFileIsNoticedWhereverItIsCut() throws IOException {
    byte[] whole = Files.readAllBytes(path);
    int refused = 0;
    for (int length = 0; length < whole.length; length += 97) {
      Path cut = Files.write(folder.resolve("cut-" + length), Arrays.copyOf(whole, length));
      try {
        Hdf5File file = new Hdf5File(cut, 3);
        for (String name : new String[] {"half", "single", "double", "gzip", "lzf"}) {
          assertThat(file.read(name, 0, 20)).containsExactly(quarters(0, 20));
        }
      } catch (DataException noticed) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }
}
