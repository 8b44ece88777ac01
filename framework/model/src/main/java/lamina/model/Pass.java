package lamina.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.Dropout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

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
  private final NDList states;
  private final Mode mode;
  private final Observer observer;
  private final Moment moment;
  private final Map<Float, NDArray> scalars = new HashMap<>();
  private final Deque<Runnable> afterLoss = new ArrayDeque<>();
  private final Map<Object, Supplier<Optional<NDArray>>> penalties = new LinkedHashMap<>();
  private final List<Term> terms = new ArrayList<>();
  private final Map<String, NDArray> targets = new HashMap<>();
  private boolean quiet;

  private enum Mode {
    TRAINING,
    EVALUATION,
    EXPLAINING
  }

  private Pass(
      NDManager manager, Parameters parameters, Mode mode, Observer observer, Moment moment) {
    this.manager = manager;
    this.parameters = parameters;
    this.tensors = parameters.views(manager);
    this.frozen = parameters.frozenViews(manager);
    this.states = parameters.stateViews(manager);
    this.mode = mode;
    this.observer = observer;
    this.moment = moment;
  }

  /** A pass with dropout on, that belongs to no trial. Open it inside a gradient collector. */
  public static Pass training(NDManager parent, Parameters parameters) {
    return training(parent, parameters, Moment.NONE);
  }

  /** The same at some step of a trial. */
  public static Pass training(NDManager parent, Parameters parameters, Moment moment) {
    return new Pass(parent.newSubManager(), parameters, Mode.TRAINING, Observer.NOBODY, moment);
  }

  /** A pass without dropout, that belongs to no trial. */
  public static Pass evaluation(NDManager parent, Parameters parameters, Observer observer) {
    return evaluation(parent, parameters, observer, Moment.NONE);
  }

  /** The same somewhere in a trial. */
  public static Pass evaluation(
      NDManager parent, Parameters parameters, Observer observer, Moment moment) {
    return new Pass(parent.newSubManager(), parameters, Mode.EVALUATION, observer, moment);
  }

  /**
   * An evaluation in which gradients can be had of what an observer answers: all scores are kept.
   * Open it inside a gradient collector, and send gradients by {@link #backward(NDArray)}.
   */
  public static Pass explaining(
      NDManager parent, Parameters parameters, Observer observer, Moment moment) {
    return new Pass(parent.newSubManager(), parameters, Mode.EXPLAINING, observer, moment);
  }

  /** A pass of the same kind inside this one, whose values can be let go before its end. */
  public Pass inner() {
    return new Pass(manager.newSubManager(), parameters, mode, observer, moment);
  }

  public NDManager manager() {
    return manager;
  }

  /** The tensor's values in its shape. */
  public NDArray get(Declaration.Tensor tensor) {
    return switch (tensor.values()) {
      case TRAINED -> tensors.get(tensor.index());
      case STATE -> states.get(tensor.index());
      case STARTED, GIVEN -> frozen.get(tensor.index());
    };
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
    return trains() && rate > 0;
  }

  /** Whether this is a training step. */
  public boolean trains() {
    return mode == Mode.TRAINING;
  }

  /** Whether gradients can be had of what observers answer. */
  public boolean explains() {
    return mode == Mode.EXPLAINING;
  }

  /** The share of all training steps that were made before, in [0, 1]. */
  public double progress() {
    return moment.progress();
  }

  /**
   * Random numbers in [0, 1) of a stream of their own, the same whenever the trial comes here
   * again. Draw outside chunks, and hand arrays to them as sides.
   *
   * @param name says what for
   * @param layer from 0
   */
  public NDArray uniform(String name, int layer, long... shape) {
    Shape of = new Shape(shape);
    return manager.create(moment.draws().uniform(name, layer, Math.toIntExact(of.size())), of);
  }

  /** The same, normal with mean 0 and variance 1 (Box and Muller, 1958). */
  public NDArray normal(String name, int layer, long... shape) {
    Shape of = new Shape(shape);
    float[] own = moment.draws().normal(name, layer, Math.toIntExact(of.size()));
    if (own != null) {
      return manager.create(own, of);
    }
    NDArray radius = scalar(1).sub(uniform(name + ", radius", layer, shape)).log();
    NDArray turn = uniform(name + ", turn", layer, shape).mul(scalar(2 * Math.PI));
    return radius.mul(scalar(-2)).sqrt().mul(turn.cos());
  }

  /** Adds to the loss of a training step, but inside {@link #quietly}. */
  public void term(String name, double weight, NDArray value) {
    if (trains() && !quiet) {
      terms.add(new Term(name, weight, value));
    }
  }

  /**
   * Sets a state's next value, which is taken over when the optimizer has made its step; not in
   * evaluation, and not inside {@link #quietly}.
   *
   * @param state declared by {@link Declaration#state}
   */
  public void next(Declaration.Tensor state, NDArray value) {
    if (trains() && !quiet) {
      parameters.next(state, value);
    }
  }

  /** Runs a model a second time in the same step, without its terms and its next states. */
  public <T> T quietly(Supplier<T> run) {
    boolean before = quiet;
    quiet = true;
    try {
      return run.get();
    } finally {
      quiet = before;
    }
  }

  /**
   * Says what is to be added to the loss of parameters alone, once it is there.
   *
   * @param owner who says it; once a step is enough
   */
  public void penalty(Object owner, Supplier<Optional<NDArray>> value) {
    if (trains() && !quiet) {
      penalties.putIfAbsent(owner, value);
    }
  }

  /** A task's loss with all penalties and terms, shape (). */
  public NDArray objective(NDArray loss) {
    NDArray sum = loss;
    for (Supplier<Optional<NDArray>> penalty : penalties.values()) {
      sum = penalty.get().map(sum::add).orElse(sum);
    }
    for (Term term : terms) {
      sum = sum.add(term.value().mul(scalar(term.weight())));
    }
    return sum;
  }

  /** The terms so far. */
  public List<Term> terms() {
    return List.copyOf(terms);
  }

  /**
   * Labels of the tokens of a kind, (B, tokens), where the task has them: 1 for a relevant one.
   *
   * @param name of the kind, e.g. {@code video}
   */
  public Optional<NDArray> target(String name) {
    return Optional.ofNullable(targets.get(name));
  }

  /** Says what labels the tokens of a kind have. */
  public void setTarget(String name, NDArray labels) {
    targets.put(name, labels);
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
    if (!trains()) {
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
    if (trains()) {
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
    Gradients.backward(values, gradient, keepGraph);
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
