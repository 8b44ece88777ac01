package lamina.data.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import lamina.data.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpzFileTest {
  private static final int TRIES = 40;

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("a.npz");
  }

  @ParameterizedTest
  @CsvSource({
    "<f4, 1, 8", "<f4, 2, 8", "<f4, 3, 8", "<f8, 1, 8", "<f2, 1, 8",
    "<f4, 1, 0", "<f4, 2, 0", "<f4, 3, 0", "<f8, 1, 0", "<f2, 1, 0"
  })
  void whatIsWrittenIsReadBack(String descr, int version, int method) {
    Random random = new Random(7);
    for (int i = 0; i < TRIES; i++) {
      float[][] rows = random(random, descr, random.nextInt(6), 1 + random.nextInt(6));
      Npy array = Npy.of(descr, rows.length, rows.length == 0 ? 3 : rows[0].length, rows);
      byte[] bytes = array.version(version).bytes();
      Npy.archive(file(), method, Map.of("x", bytes, "other", Npy.of(new float[] {1}).bytes()));

      Matrix read = NpzFile.read(file(), "x");

      assertThat(read.rows()).isEqualTo(rows.length);
      for (int row = 0; row < rows.length; row++) {
        int start = row * read.columns();
        assertThat(Arrays.copyOfRange(read.values(), start, start + read.columns()))
            .containsExactly(rows[row]);
      }
    }
  }

  /** Numbers that the kind holds exactly. */
  private static float[][] random(Random random, String descr, int rows, int columns) {
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      for (int i = 0; i < columns; i++) {
        row[i] =
            descr.equals("<f2") ? (random.nextInt(2049) - 1024) / 64f : random.nextFloat() * 2 - 1;
      }
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource({
    "0000, 0",
    "3c00, 1",
    "c000, -2",
    "3555, 0.333251953125",
    "7bff, 65504",
    "0400, 6.103515625e-5",
    "03ff, 6.097555160522461e-5",
    "0001, 5.9604645e-8",
    "8001, -5.9604645e-8",
    "7c00, Infinity",
    "fc00, -Infinity",
    "7e00, NaN"
  })
  void halfPrecisionIsWidenedExactly(String bits, Float value) {
    assertThat(NpyNumber.half((short) Integer.parseInt(bits, 16))).isEqualTo(value);
  }

  @Test
  void everyHalfThatIsANumberIsReadBack() {
    for (int bits = 0; bits <= 0xffff; bits++) {
      boolean normal = (bits & 0x7c00) != 0 && (bits & 0x7c00) != 0x7c00;
      if (normal) {
        assertThat(Npy.half(NpyNumber.half((short) bits))).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void pythonTwosHeadersAreRead() {
    Npy.of(new float[] {1, 2}).shape("(1L, 2L)").write(file(), "x");
    assertThat(NpzFile.read(file(), "x").values()).containsExactly(1, 2);
  }

  @Test
  void anArrayThatIsNotThereIsNamedWithThoseThatAre() {
    Npy.of(new float[] {1}).write(file(), "pooler_output");
    assertFails(" must hold an array 'x', got arrays [pooler_output]");
  }

  @ParameterizedTest
  @ValueSource(strings = {">f4", "<i4", "<f16"})
  void otherNumbersAreRefused(String descr) {
    Npy array = Npy.of("<f4", new float[] {1});
    write(new Npy(1, descr, false, array.shape(), array.numbers()).bytes());
    assertFails(", array 'x', must hold numbers of a kind out of <f2, <f4, <f8, got " + descr);
  }

  @Test
  void recordsAreRefused() {
    String text = new String(Npy.of(new float[] {1}).bytes(), latin());
    write(
        text.replace("'<f4'", "[('a', '<f4')]")
            .replace(" ".repeat(9) + "\n", "\n")
            .getBytes(latin()));
    assertFails(
        ", array 'x', must hold numbers of a kind out of <f2, <f4, <f8, got [('a', '<f4')]");
  }

  @Test
  void columnsFirstAreRefused() {
    write(Npy.of(new float[] {1}).fortranOrder().bytes());
    assertFails(", array 'x', must be written row by row (C order), got fortran_order True");
  }

  @ParameterizedTest
  @ValueSource(strings = {"()", "(4,)", "(1, 2, 2)", "(-1, 4)", "(9999999999, 1)"})
  void otherShapesAreRefused(String shape) {
    write(Npy.of(new float[] {1, 2, 3, 4}).shape(shape).bytes());
    assertFails(", array 'x', must have two dimensions, got shape " + shape);
  }

  @ParameterizedTest
  @CsvSource({"'(2, 2)', 16", "'(1, 2)', 8", "'(999999999, 999999999)', 3999999992000000004"})
  void aShapeThatDoesNotFitTheNumbersIsRefused(String shape, String bytes) {
    write(Npy.of(new float[] {1, 2, 3}).shape(shape).bytes());
    assertFails(
        ", array 'x', must have "
            + bytes
            + " bytes of numbers for its shape "
            + shape
            + ", got 12");
  }

  @Test
  void otherVersionsAreRefused() {
    byte[] bytes = Npy.of(new float[] {1}).version(4).bytes();
    write(bytes);
    assertFails(", array 'x', must be of version 1.0, 2.0 or 3.0 of numpy's format, got 4.0");
    bytes[6] = 1;
    bytes[7] = 1;
    write(bytes);
    assertFails(", array 'x', must be of version 1.0, 2.0 or 3.0 of numpy's format, got 1.1");
  }

  @Test
  void whatIsNotAnArrayIsRefused() {
    byte[] bytes = Npy.of(new float[] {1}).bytes();
    write(Arrays.copyOf(bytes, 4));
    assertFails(", array 'x', is not in numpy's format: it is too short");
    write(Arrays.copyOf(bytes, 9));
    assertFails(", array 'x', ends within its header");
    write(Arrays.copyOf(bytes, 40));
    assertFails(", array 'x', ends within its header");
    write("not an array at all".getBytes(latin()));
    assertFails(", array 'x', is not in numpy's format: it does not start with \\x93NUMPY");
    write(new String(bytes, latin()).replace("shape", "forms").getBytes(latin()));
    assertThatThrownBy(() -> NpzFile.read(file(), "x"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has a header without descr, fortran_order and shape: {'descr'");
  }

  @Test
  void whatIsNotAnArchiveIsRefused() throws IOException {
    Files.write(file(), new byte[100]);
    assertThatThrownBy(() -> NpzFile.read(file(), "x"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file() + " is not a whole npz file: ");
    Files.delete(file());
    assertFails(" cannot be read: no such file: " + file());
  }

  @Test
  void aCutFileIsRefused() throws IOException {
    write(Npy.of(new float[500]).bytes());
    Files.write(file(), Arrays.copyOf(Files.readAllBytes(file()), 100));
    assertThatThrownBy(() -> NpzFile.read(file(), "x"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file() + " is not a whole npz file: ");
  }

  @Test
  void aChangedByteIsNoticed() throws IOException {
    byte[] array = Npy.of(new float[] {1, 2, 3}).bytes();
    Npy.archive(file(), ZipEntry.STORED, Map.of("x", array));
    byte[] bytes = Files.readAllBytes(file());
    int start = "x.npy".length() + 30;
    bytes[start + array.length - 1] ^= 1;
    Files.write(file(), bytes);
    assertFails(", array 'x', is damaged: its checksum is wrong");
  }

  private static Charset latin() {
    return StandardCharsets.ISO_8859_1;
  }

  private void write(byte[] array) {
    Npy.archive(file(), ZipEntry.DEFLATED, Map.of("x", array));
  }

  private void assertFails(String rest) {
    assertThatThrownBy(() -> NpzFile.read(file(), "x"))
        .isInstanceOf(DataException.class)
        .hasMessage(file() + rest);
  }
}
