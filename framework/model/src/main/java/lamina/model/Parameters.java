package lamina.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import lamina.config.Randomness;
import org.jspecify.annotations.Nullable;

/**
 * The values of a declaration's tensors: one flat array that the gradient flows to, and the frozen
 * ones beside it.
 */
public final class Parameters implements AutoCloseable {
  private final List<Declaration.Tensor> tensors;
  private final @Nullable Frozen frozen;
  private final States states;
  private final NDArray flat;
  private final long[] cuts;

  private Parameters(
      List<Declaration.Tensor> tensors, @Nullable Frozen frozen, States states, NDArray flat) {
    this.tensors = tensors;
    this.frozen = frozen;
    this.states = states;
    this.flat = flat;
    this.cuts = new long[Math.max(0, tensors.size() - 1)];
    long end = 0;
    for (int i = 0; i < cuts.length; i++) {
      end += tensors.get(i).size();
      cuts[i] = end;
    }
    flat.setRequiresGradient(true);
  }

  /**
   * Initial values: each tensor's own, from the seed and its name.
   *
   * @throws IllegalStateException for a model with frozen tensors, whose values nobody has given
   */
  public static Parameters initial(Declaration declaration, long seed, NDManager manager) {
    return initial(declaration, null, seed, manager);
  }

  /**
   * The same beside frozen tensors.
   *
   * @param frozen of this declaration; it outlives these parameters, which do not close it
   */
  public static Parameters initial(
      Declaration declaration, @Nullable Frozen frozen, long seed, NDManager manager) {
    int given = frozen == null ? 0 : frozen.count();
    if (given != declaration.frozenTensors().size()) {
      throw new IllegalStateException(
          "the model has %d frozen tensors, got values of %d"
              .formatted(declaration.frozenTensors().size(), given));
    }
    float[] values = new float[declaration.size()];
    int from = 0;
    for (Declaration.Tensor tensor : declaration.tensors()) {
      tensor
          .start()
          .fill(values, from, tensor.size(), Randomness.source(seed, "initial " + tensor.name()));
      from += tensor.size();
    }
    return new Parameters(
        declaration.tensors(),
        frozen,
        States.initial(declaration.states(), seed, manager),
        manager.create(values));
  }

  /** The array itself, shape (size). */
  public NDArray flat() {
    return flat;
  }

  /** The tensors that are trained. */
  public List<Declaration.Tensor> tensors() {
    return tensors;
  }

  /** The checksum of the frozen tensors; empty where there are none. */
  public String frozenChecksum() {
    return frozen == null ? "" : frozen.checksum();
  }

  /** All that training changes, in the order of {@link #values}: tensors, then states. */
  public List<Declaration.Tensor> changing() {
    return Stream.concat(tensors.stream(), states.tensors().stream()).toList();
  }

  /** How many numbers training changes. */
  public long size() {
    return flat.size() + states.size();
  }

  /** The values of the tensors that are trained, and of states behind them. */
  public float[] values() {
    float[] trained = flat.toFloatArray();
    float[] all = Arrays.copyOf(trained, Math.toIntExact(size()));
    states.write(all, trained.length);
    return all;
  }

  /** Replaces all values. */
  public void set(float[] values) {
    if (values.length != size()) {
      throw new IllegalArgumentException(
          "the model has " + size() + " parameters, got " + values.length);
    }
    int trained = Math.toIntExact(flat.size());
    flat.set(values.length == trained ? values : Arrays.copyOf(values, trained));
    states.read(values, trained);
  }

  /** Keeps a state's next value until {@link #takeOver}. */
  void next(Declaration.Tensor state, NDArray value) {
    states.next(state, value);
  }

  /** Ends a training step: states have the values that it said come next. */
  public void takeOver() {
    states.takeOver();
  }

  /** The states, attached to {@code owner}. */
  NDList stateViews(NDManager owner) {
    return states.views(owner);
  }

  /** Every tensor in its shape, attached to {@code owner}; gradients flow back into the array. */
  NDList views(NDManager owner) {
    if (tensors.isEmpty()) {
      return new NDList();
    }
    NDList views = cuts.length == 0 ? new NDList(flat.reshape(-1)) : flat.split(cuts, 0);
    views.attach(owner);
    NDList shaped = new NDList(views.size());
    for (int i = 0; i < views.size(); i++) {
      shaped.add(views.get(i).reshape(tensors.get(i).shape()));
    }
    return shaped;
  }

  /** The frozen tensors in their shapes, attached to {@code owner}. */
  List<NDArray> frozenViews(NDManager owner) {
    return frozen == null ? List.of() : frozen.views(owner);
  }

  @Override
  public void close() {
    states.close();
    flat.close();
  }
}
