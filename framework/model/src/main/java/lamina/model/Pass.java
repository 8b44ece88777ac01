package lamina.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.Dropout;
import java.util.HashMap;
import java.util.Map;

/**
 * One forward pass and, in training, the backward pass after it. Everything that is made on the way
 * belongs to it and lives until it is closed.
 *
 * <p>Constants come from {@link #scalar}, never from the overloads of array operations that take a
 * Number: those hand autograd a tensor over memory that the garbage collector frees, and the
 * gradients are silently wrong.
 */
public final class Pass implements AutoCloseable {
  private final NDManager manager;
  private final NDList tensors;
  private final boolean training;
  private final Observer observer;
  private final Map<Float, NDArray> scalars = new HashMap<>();

  private Pass(NDManager manager, Parameters parameters, boolean training, Observer observer) {
    this.manager = manager;
    this.tensors = parameters.views(manager);
    this.training = training;
    this.observer = observer;
  }

  /** A pass with dropout on. Open it inside a gradient collector. */
  public static Pass training(NDManager parent, Parameters parameters) {
    return new Pass(parent.newSubManager(), parameters, true, Observer.NOBODY);
  }

  /** A pass without dropout. */
  public static Pass evaluation(NDManager parent, Parameters parameters, Observer observer) {
    return new Pass(parent.newSubManager(), parameters, false, observer);
  }

  public NDManager manager() {
    return manager;
  }

  /** The tensor's values in its shape. */
  public NDArray get(Declaration.Tensor tensor) {
    return tensors.get(tensor.index());
  }

  /** A constant that lives as long as the pass. */
  public NDArray scalar(double value) {
    return scalars.computeIfAbsent((float) value, manager::create);
  }

  /** Zeroes a share of the values and scales up the rest, in training only. */
  public NDArray dropout(NDArray x, double rate) {
    return training && rate > 0 ? Dropout.dropout(x, (float) rate, true).head() : x;
  }

  /** Zeros that live as long as the pass. */
  public NDArray zeros(Shape shape) {
    return manager.zeros(shape);
  }

  public Observer observer() {
    return observer;
  }

  @Override
  public void close() {
    manager.close();
  }
}
