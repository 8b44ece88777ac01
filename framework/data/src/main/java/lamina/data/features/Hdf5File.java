package lamina.data.features;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import java.nio.file.Path;
import java.util.function.Supplier;
import lamina.data.DataException;

/**
 * An HDF5 file of features, with one dataset a video: (rows, width), in half, single or double
 * precision. The file stays open; any number of threads may read at once, and a few rows of a large
 * file are read without the rest where it is stored contiguously.
 */
public final class Hdf5File {
  private final Path path;
  private final HdfFile file;
  private final int width;

  /**
   * Opens a file.
   *
   * @param width that its datasets must have
   * @throws DataException where it is not in HDF5's format
   */
  public Hdf5File(Path path, int width) {
    this.path = path;
    this.width = width;
    this.file = reading(path.toString(), () -> new HdfFile(path));
  }

  /** Where it lies. */
  public Path path() {
    return path;
  }

  /** Whether there is a dataset of that name. */
  public boolean has(String name) {
    return reading(path.toString(), () -> file.getChild(name)) instanceof Dataset;
  }

  /**
   * How many rows a dataset has.
   *
   * @throws DataException where it is not there or of another form
   */
  public int rows(String name) {
    return dataset(name).getDimensions()[0];
  }

  /**
   * Reads rows that follow each other.
   *
   * @param from the first
   * @param count how many, at least 1
   * @return (count, width), row by row
   * @throws DataException where they are not there, damaged, or not finite
   */
  public float[] read(String name, int from, int count) {
    Dataset dataset = dataset(name);
    int rows = dataset.getDimensions()[0];
    if (from < 0 || count < 1 || count > rows - from) {
      throw new DataException(
          where(name) + " must have rows " + from + " to " + (from + count - 1) + ", got " + rows);
    }
    Object read =
        reading(where(name), () -> dataset.getData(new long[] {from, 0}, new int[] {count, width}));
    float[] values = new float[count * width];
    for (int row = 0; row < count; row++) {
      for (int i = 0; i < width; i++) {
        values[row * width + i] =
            read instanceof double[][] wide ? (float) wide[row][i] : ((float[][]) read)[row][i];
      }
    }
    FeatureRows.requireFinite(where(name), values, width, from);
    return values;
  }

  private Dataset dataset(String name) {
    Node node = reading(where(name), () -> file.getChild(name));
    if (!(node instanceof Dataset dataset)) {
      throw new DataException(where(name) + " is missing");
    }
    int[] shape = reading(where(name), dataset::getDimensions);
    if (shape.length != 2) {
      throw new DataException(where(name) + " must have two dimensions, got " + shape.length);
    }
    if (shape[1] != width) {
      throw new DataException(where(name) + " must be " + width + " wide, got " + shape[1]);
    }
    Class<?> kind = reading(where(name), dataset::getJavaType);
    if (kind != float.class && kind != double.class) {
      throw new DataException(
          where(name) + " must hold numbers of half, single or double precision, got " + kind);
    }
    return dataset;
  }

  private String where(String name) {
    return path + ", dataset '" + name + "',";
  }

  /** A damaged file makes the library throw whatever its parser met. */
  private static <T> T reading(String what, Supplier<T> read) {
    try {
      return read.get();
    } catch (DataException known) {
      throw known;
    } catch (RuntimeException e) {
      throw new DataException(what + " cannot be read as HDF5: " + e.getMessage(), e);
    }
  }
}
