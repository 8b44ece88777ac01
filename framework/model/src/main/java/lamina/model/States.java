package lamina.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lamina.config.Randomness;

/** The values of a declaration's states, and what they are after the step that is being made. */
final class States implements AutoCloseable {
  private final List<Declaration.Tensor> tensors;
  private final NDManager manager;
  private final NDArray[] values;
  private final Map<Integer, NDArray> next = new HashMap<>();

  private States(List<Declaration.Tensor> tensors, NDManager parent) {
    this.tensors = tensors;
    this.manager = parent.newSubManager();
    this.values = new NDArray[tensors.size()];
  }

  /** Initial values: each state's own, from the seed and its name. */
  static States initial(List<Declaration.Tensor> tensors, long seed, NDManager parent) {
    States states = new States(tensors, parent);
    for (Declaration.Tensor tensor : tensors) {
      float[] start = new float[tensor.size()];
      tensor
          .start()
          .fill(start, 0, start.length, Randomness.source(seed, "initial " + tensor.name()));
      states.values[tensor.index()] = states.manager.create(start, tensor.shape());
    }
    return states;
  }

  List<Declaration.Tensor> tensors() {
    return tensors;
  }

  long size() {
    return tensors.stream().mapToLong(Declaration.Tensor::size).sum();
  }

  NDList views(NDManager owner) {
    NDList views = new NDList();
    for (NDArray value : values) {
      NDArray view = value.reshape(value.getShape());
      view.attach(owner);
      views.add(view);
    }
    return views;
  }

  void next(Declaration.Tensor state, NDArray value) {
    if (state.values() != Declaration.Values.STATE) {
      return; // kept at its start
    }
    if (!value.getShape().equals(state.shape())) {
      throw new IllegalArgumentException(
          "state %s must be of shape %s, got %s"
              .formatted(state.name(), state.shape(), value.getShape()));
    }
    NDArray kept = value.stopGradient().duplicate();
    kept.attach(manager);
    NDArray before = next.put(state.index(), kept);
    if (before != null) {
      before.close();
    }
  }

  void takeOver() {
    next.forEach(
        (index, value) -> {
          values[index].close();
          values[index] = value;
        });
    next.clear();
  }

  void write(float[] all, int from) {
    int at = from;
    for (NDArray value : values) {
      float[] part = value.toFloatArray();
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
  }

  void read(float[] all, int from) {
    int at = from;
    for (Declaration.Tensor tensor : tensors) {
      float[] part = java.util.Arrays.copyOfRange(all, at, at + tensor.size());
      values[tensor.index()].close();
      values[tensor.index()] = manager.create(part, tensor.shape());
      at += part.length;
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
