package lamina.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.Dropout;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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
  private final Parameters parameters;
  private final NDList tensors;
  private final List<NDArray> frozen;
  private final boolean training;
  private final Observer observer;
  private final Map<Float, NDArray> scalars = new HashMap<>();
  private final Deque<Runnable> afterLoss = new ArrayDeque<>();

  private Pass(NDManager manager, Parameters parameters, boolean training, Observer observer) {
    this.manager = manager;
    this.parameters = parameters;
    this.tensors = parameters.views(manager);
    this.frozen = parameters.frozenViews(manager);
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

  /** A pass of the same kind inside this one, whose values can be let go before its end. */
  public Pass inner() {
    return new Pass(manager.newSubManager(), parameters, training, observer);
  }

  public NDManager manager() {
    return manager;
  }

  /** The tensor's values in its shape. */
  public NDArray get(Declaration.Tensor tensor) {
    return (tensor.frozen() ? frozen : tensors).get(tensor.index());
  }

  /** A constant that lives as long as the pass. */
  public NDArray scalar(double value) {
    return scalars.computeIfAbsent((float) value, manager::create);
  }

  /** Zeroes a share of the values and scales up the rest, in training only. */
  public NDArray dropout(NDArray x, double rate) {
    return drops(rate) ? Dropout.dropout(x, (float) rate, true).head() : x;
  }

  /** Whether {@link #dropout} draws anything. */
  public boolean drops(double rate) {
    return training && rate > 0;
  }

  /** Zeros that live as long as the pass. */
  public NDArray zeros(Shape shape) {
    return manager.zeros(shape);
  }

  /** A number to {@link #restartRandomness restart} from, drawn from the engine's randomness. */
  public int randomSeed() {
    return manager.randomInteger(0, Integer.MAX_VALUE, new Shape(1), DataType.INT32).getInt();
  }

  /** Starts the engine's randomness anew, so that the same draws can be made twice. */
  public void restartRandomness(int seed) {
    manager.getEngine().setRandomSeed(seed);
  }

  /**
   * Cuts autograd's graph: in training, an array with x's values that gradients are collected in,
   * and from where {@link #backward(NDArray)} passes them on to what x was computed from, once. No
   * constant can be cut.
   */
  public NDArray cut(NDArray x) {
    if (!training) {
      return x;
    }
    NDArray leaf = x.stopGradient();
    onBackward(leaf, gradient -> backward(x, gradient, true));
    return leaf;
  }

  /**
   * Lets a gradient arrive at values that were computed outside autograd's graph.
   *
   * @param then is given the gradient in the backward pass, when all later values have had theirs
   */
  public void onBackward(NDArray values, Consumer<NDArray> then) {
    if (training) {
      values.setRequiresGradient(true);
      afterLoss.push(
          () -> {
            try (NDArray gradient = values.getGradient()) {
              then.accept(gradient);
            }
          });
    }
  }

  /** Computes all gradients of a loss, shape (). */
  public void backward(NDArray loss) {
    backward(loss, loss.onesLike(), !afterLoss.isEmpty());
    while (!afterLoss.isEmpty()) {
      afterLoss.pop().run();
    }
  }

  /** Sends a gradient backwards from values; the graph they were computed in is let go. */
  public static void backward(NDArray values, NDArray gradient) {
    backward(values, gradient, false);
  }

  /**
   * Sends the gradients that leaves have collected on to the arrays that they were made from, in
   * one walk. The sum of their products has these gradients, and lets constants be among them: the
   * engine's binding cannot tell which arrays were computed from parameters.
   */
  public static void passOn(List<NDArray> from, List<NDArray> leaves) {
    NDList products = new NDList();
    for (int i = 0; i < leaves.size(); i++) {
      if (leaves.get(i).hasGradient()) {
        try (NDArray gradient = leaves.get(i).getGradient()) {
          products.add(from.get(i).mul(gradient).sum());
        }
      }
    }
    try (NDArray sum = NDArrays.stack(products).sum()) {
      backward(sum, sum.onesLike(), true);
    }
    products.close();
  }

  /** Makes gradients stop at an array and be collected there; what has no gradient stays. */
  public static NDArray leaf(NDArray array) {
    if (array.getDataType().isFloating()) {
      array.setRequiresGradient(true);
    }
    return array;
  }

  private static void backward(NDArray values, NDArray gradient, boolean keepGraph) {
    JniUtils.backward((PtNDArray) values, (PtNDArray) gradient, keepGraph, false);
  }

  public Observer observer() {
    return observer;
  }

  /** What the tensors are read from. */
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public void close() {
    manager.close();
  }
}
