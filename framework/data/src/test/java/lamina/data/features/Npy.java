package lamina.data.features;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes arrays as numpy does.
 *
 * @param major version of the format
 * @param descr kind of the numbers
 * @param fortran the flag fortran_order
 * @param shape as Python writes it
 * @param numbers the array's bytes
 */
public record Npy(int major, String descr, boolean fortran, String shape, byte[] numbers) {
  private static final int ALIGNMENT = 64;

  /** Single precision, version 1.0. */
  public static Npy of(float[]... rows) {
    return of("<f4", rows);
  }

  public static Npy of(String descr, float[]... rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    return of(descr, rows.length, columns, rows);
  }

  public static Npy of(String descr, int rows, int columns, float[]... values) {
    int size = Integer.parseInt(descr.substring(2));
    ByteOrder order = descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    ByteBuffer numbers = ByteBuffer.allocate(rows * columns * size).order(order);
    for (float[] row : values) {
      for (float value : row) {
        switch (size) {
          case Short.BYTES -> numbers.putShort(half(value));
          case Float.BYTES -> numbers.putFloat(value);
          default -> numbers.putDouble(value);
        }
      }
    }
    return new Npy(1, descr, false, "(" + rows + ", " + columns + ")", numbers.array());
  }

  /** Cuts what half precision cannot hold; for normal numbers and zero. */
  static short half(float value) {
    int bits = Float.floatToIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int exponent = (bits >>> 23 & 0xff) - 112;
    return (short) (value == 0 ? sign : sign | exponent << 10 | bits >>> 13 & 0x3ff);
  }

  public Npy version(int other) {
    return new Npy(other, descr, fortran, shape, numbers);
  }

  Npy shape(String other) {
    return new Npy(major, descr, fortran, other, numbers);
  }

  Npy fortranOrder() {
    return new Npy(major, descr, true, shape, numbers);
  }

  public byte[] bytes() {
    String flag = fortran ? "True" : "False";
    String header =
        "{'descr': '" + descr + "', 'fortran_order': " + flag + ", 'shape': " + shape + ", }";
    int before = major == 1 ? 10 : 12;
    int total = (before + header.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    header += " ".repeat(total - before - header.length() - 1) + "\n";
    ByteBuffer out = ByteBuffer.allocate(total + numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    out.put((byte) major).put((byte) 0);
    if (major == 1) {
      out.putShort((short) header.length());
    } else {
      out.putInt(header.length());
    }
    out.put(header.getBytes(StandardCharsets.US_ASCII)).put(numbers);
    return out.array();
  }

  /** An archive with this array alone, deflated. */
  public Path write(Path file, String array) {
    return archive(file, ZipEntry.DEFLATED, Map.of(array, bytes()));
  }

  /** An archive of arrays in npy format, by name. */
  static Path archive(Path file, int method, Map<String, byte[]> arrays) {
    try {
      Files.createDirectories(file.getParent());
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
        for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
          zip.putNextEntry(entry(array.getKey() + ".npy", method, array.getValue()));
          zip.write(array.getValue());
        }
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ZipEntry entry(String name, int method, byte[] bytes) {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(method);
    if (method == ZipEntry.STORED) {
      CRC32 checksum = new CRC32();
      checksum.update(bytes);
      entry.setCrc(checksum.getValue());
      entry.setSize(bytes.length);
    }
    return entry;
  }
}
