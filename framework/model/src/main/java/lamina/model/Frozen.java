package lamina.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import lamina.config.Randomness;

/**
 * The values of a declaration's frozen tensors, one array each: no gradient is kept for them.
 * Several {@link Parameters} of the same declaration may share them.
 */
public final class Frozen implements AutoCloseable {
  private static final int CHUNK = 1 << 16;

  private final NDManager manager;
  private final NDList values = new NDList();
  private final MessageDigest digest = sha256();
  private String checksum = "";

  /** Where values come from. */
  @FunctionalInterface
  public interface Source {
    /** The tensor's values row by row, as many as it has. */
    float[] values(Declaration.Tensor tensor) throws IOException;
  }

  private Frozen(NDManager parent) {
    this.manager = parent.newSubManager();
  }

  /** Values from elsewhere, asked for one tensor at a time. */
  public static Frozen of(Declaration declaration, Source source, NDManager parent)
      throws IOException {
    Frozen frozen = new Frozen(parent);
    try {
      for (Declaration.Tensor tensor : declaration.frozenTensors()) {
        frozen.add(tensor, source.values(tensor));
      }
      return frozen.whole();
    } catch (IOException | RuntimeException e) {
      frozen.close();
      throw e;
    }
  }

  /** Initial values: each tensor's own, from the seed and its name. */
  public static Frozen initial(Declaration declaration, long seed, NDManager parent) {
    Frozen frozen = new Frozen(parent);
    for (Declaration.Tensor tensor : declaration.frozenTensors()) {
      float[] values = new float[tensor.size()];
      tensor
          .start()
          .fill(values, 0, values.length, Randomness.source(seed, "initial " + tensor.name()));
      frozen.add(tensor, values);
    }
    return frozen.whole();
  }

  private void add(Declaration.Tensor tensor, float[] from) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.min(from.length, CHUNK) * Float.BYTES);
    for (int i = 0; i < from.length; i++) {
      bytes.putFloat(from[i]);
      if (!bytes.hasRemaining() || i == from.length - 1) {
        digest.update(bytes.flip());
        bytes.clear();
      }
    }
    values.add(manager.create(from, tensor.shape()));
  }

  private Frozen whole() {
    checksum = HexFormat.of().formatHex(digest.digest());
    return this;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-256", impossible);
    }
  }

  /** SHA-256 of all values, one tensor after the other. */
  public String checksum() {
    return checksum;
  }

  /** How many tensors there are. */
  int count() {
    return values.size();
  }

  /** Every tensor, as handles that {@code owner} closes: results belong to their first operand. */
  List<NDArray> views(NDManager owner) {
    return values.stream()
        .map(
            array -> {
              NDArray view = array.reshape(array.getShape());
              view.attach(owner);
              return view;
            })
        .toList();
  }

  @Override
  public void close() {
    manager.close();
  }
}
