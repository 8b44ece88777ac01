package lamina.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import lamina.config.Randomness;

/** The values of a declaration's tensors: one flat array that the gradient flows to. */
public final class Parameters implements AutoCloseable {
  private final List<Declaration.Tensor> tensors;
  private final NDArray flat;
  private final long[] cuts;

  private Parameters(List<Declaration.Tensor> tensors, NDArray flat) {
    this.tensors = tensors;
    this.flat = flat;
    this.cuts = new long[Math.max(0, tensors.size() - 1)];
    long end = 0;
    for (int i = 0; i < cuts.length; i++) {
      end += tensors.get(i).size();
      cuts[i] = end;
    }
    flat.setRequiresGradient(true);
  }

  /** Initial values: each tensor's own, from the seed and its name. */
  public static Parameters initial(Declaration declaration, long seed, NDManager manager) {
    float[] values = new float[declaration.size()];
    int from = 0;
    for (Declaration.Tensor tensor : declaration.tensors()) {
      tensor
          .start()
          .fill(values, from, tensor.size(), Randomness.source(seed, "initial " + tensor.name()));
      from += tensor.size();
    }
    return new Parameters(declaration.tensors(), manager.create(values));
  }

  /** The array itself, shape (size). */
  public NDArray flat() {
    return flat;
  }

  public List<Declaration.Tensor> tensors() {
    return tensors;
  }

  public float[] values() {
    return flat.toFloatArray();
  }

  /** Replaces all values. */
  public void set(float[] values) {
    if (values.length != flat.size()) {
      throw new IllegalArgumentException(
          "the model has " + flat.size() + " parameters, got " + values.length);
    }
    flat.set(values);
  }

  /** Every tensor in its shape, attached to {@code owner}; gradients flow back into the array. */
  NDList views(NDManager owner) {
    NDList views = cuts.length == 0 ? new NDList(flat.reshape(-1)) : flat.split(cuts, 0);
    views.attach(owner);
    NDList shaped = new NDList(views.size());
    for (int i = 0; i < views.size(); i++) {
      shaped.add(views.get(i).reshape(tensors.get(i).shape()));
    }
    return shaped;
  }

  @Override
  public void close() {
    flat.close();
  }
}
