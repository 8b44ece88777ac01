package lamina.data.features;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import lamina.data.DataException;
import lamina.data.Failure;

/** numpy's files of one array. */
final class NpyFile {
  private NpyFile() {}

  /**
   * Reads a file.
   *
   * @throws DataException where it cannot be read or is damaged
   */
  static Matrix read(Path file) {
    try {
      return matrix(Files.readAllBytes(file), file.toString());
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + Failure.reason(e), e);
    }
  }

  /**
   * What such a file holds.
   *
   * @param name of the array, for errors
   * @throws DataException where it is damaged
   */
  static Matrix matrix(byte[] bytes, String name) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    NpyHeader header = NpyHeader.read(in, name);
    if (header.bytes() != in.remaining()) {
      throw new DataException(
          String.format(
              "%s must have %d bytes of numbers for its shape (%d, %d), got %d",
              name, header.bytes(), header.rows(), header.columns(), in.remaining()));
    }
    float[] values = new float[header.rows() * header.columns()];
    for (int i = 0; i < values.length; i++) {
      values[i] = header.number().next(in);
    }
    return new Matrix(header.rows(), header.columns(), values);
  }
}
