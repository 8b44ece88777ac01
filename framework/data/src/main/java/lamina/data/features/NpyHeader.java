package lamina.data.features;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lamina.data.DataException;

/**
 * What numpy writes before the numbers of an array: numpy.lib.format, versions 1.0, 2.0 and 3.0.
 *
 * @param number kind of the numbers
 * @param rows of the array
 * @param columns of the array
 */
record NpyHeader(NpyNumber number, int rows, int columns) {
  private static final byte[] MAGIC = "\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1);
  private static final int SHORT_LENGTH = 1;
  private static final int NEWEST = 3;
  private static final Pattern KIND = field("descr", "(\\[.*\\]|[\"'][^\"']*[\"'])");
  private static final Pattern ORDER = field("fortran_order", "(True|False)");
  private static final Pattern SHAPE = field("shape", "(\\([^)]*\\))");
  // Python 2 ends its numbers with an L
  private static final Pattern MATRIX =
      Pattern.compile("\\(\\s*(\\d{1,9})L?\\s*,\\s*(\\d{1,9})L?\\s*,?\\s*\\)");

  private static Pattern field(String name, String value) {
    return Pattern.compile("[\"']" + name + "[\"']\\s*:\\s*" + value);
  }

  /** Bytes that the numbers take. */
  long bytes() {
    return (long) rows * columns * number.bytes();
  }

  /**
   * Reads a header, and leaves the buffer at the first number.
   *
   * @param in little-endian
   * @param name of the array, for errors
   * @throws DataException where it isn't an array of two dimensions, row by row, of known numbers
   */
  static NpyHeader read(ByteBuffer in, String name) {
    String text = text(in, name);
    String order = find(ORDER, text, name);
    if (order.equals("True")) {
      throw new DataException(
          name + " must be written row by row (C order), got fortran_order True");
    }
    String kind = find(KIND, text, name).replaceAll("^[\"']|[\"']$", "");
    NpyNumber number =
        NpyNumber.of(kind)
            .orElseThrow(
                () ->
                    new DataException(
                        name
                            + " must hold numbers of a kind out of "
                            + NpyNumber.names()
                            + ", got "
                            + kind));
    String shape = find(SHAPE, text, name);
    Matcher matrix = MATRIX.matcher(shape);
    if (!matrix.matches()) {
      throw new DataException(name + " must have two dimensions, got shape " + shape);
    }
    return new NpyHeader(
        number, Integer.parseInt(matrix.group(1)), Integer.parseInt(matrix.group(2)));
  }

  private static String text(ByteBuffer in, String name) {
    byte[] magic = new byte[MAGIC.length];
    if (in.remaining() < MAGIC.length + Short.BYTES) {
      throw new DataException(name + " is not in numpy's format: it is too short");
    }
    in.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new DataException(
          name + " is not in numpy's format: it does not start with \\x93NUMPY");
    }
    int major = in.get();
    int minor = in.get();
    if (major < SHORT_LENGTH || major > NEWEST || minor != 0) {
      throw new DataException(
          name
              + " must be of version 1.0, 2.0 or 3.0 of numpy's format, got "
              + major
              + "."
              + minor);
    }
    int field = major == SHORT_LENGTH ? Short.BYTES : Integer.BYTES;
    long length = in.remaining() < field ? Long.MAX_VALUE : length(in, major);
    if (length > in.remaining()) {
      throw new DataException(name + " ends within its header");
    }
    byte[] text = new byte[(int) length];
    in.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static long length(ByteBuffer in, int major) {
    return major == SHORT_LENGTH
        ? Short.toUnsignedInt(in.getShort())
        : Integer.toUnsignedLong(in.getInt());
  }

  private static String find(Pattern field, String text, String name) {
    Matcher matcher = field.matcher(text);
    if (!matcher.find()) {
      throw new DataException(
          name + " has a header without descr, fortran_order and shape: " + text.strip());
    }
    return matcher.group(1);
  }
}
