package lamina.model;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The tensors of a model, in the order in which its modules declare them. All that are trained lie
 * one after the other in one flat array, so that an optimizer step is a few operations, however
 * many tensors there are. What a module declares on a {@link #frozen} or a {@link #keptAtStart}
 * declaration is read and never trained: it has no part in the flat array, and so neither gradient
 * nor optimizer state.
 */
public final class Declaration {
  private final Model model;
  private final String prefix;
  private final Values values;
  private final Range range;

  /** What all parts of a model declare. */
  private static final class Model {
    private final List<Tensor> trained = new ArrayList<>();
    private final List<Tensor> untrained = new ArrayList<>();
    private final List<Tensor> states = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final List<Phase> phases = new ArrayList<>();
  }

  /** Where a tensor's values come from. */
  public enum Values {
    /** From training, after their start. */
    TRAINED,
    /** From their start alone. */
    STARTED,
    /** From elsewhere: files, or a training of their own. */
    GIVEN,
    /** From what a training step says comes next, after their start. */
    STATE,
  }

  /**
   * Where a tensor's values stay.
   *
   * @param least they are set to it after a step that leaves them smaller
   * @param most likewise for greater ones
   */
  public record Range(double least, double most) {
    /** All numbers. */
    public static final Range ANY = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /**
   * Part of a training in which not all tensors move.
   *
   * @param until the share of all steps at which it ends
   * @param trains which tensors move; the others keep their values and their optimizer's memory
   */
  public record Phase(double until, Predicate<Tensor> trains) {}

  /**
   * One declared tensor.
   *
   * @param name dotted path, unique in the model, e.g. {@code encoder.layer-0.query.weight}
   * @param index place among the tensors that are trained, among states, or among the frozen ones
   * @param start fills the tensor before training
   * @param range in which training keeps its values
   */
  public record Tensor(
      String name, int index, Shape shape, Initializer start, Values values, Range range) {
    /** Whether its values never change here. */
    public boolean frozen() {
      return values == Values.STARTED || values == Values.GIVEN;
    }

    public int size() {
      return Math.toIntExact(shape.size());
    }

    /** Matrices are decayed; biases, gains and offsets are not. */
    public boolean isMatrix() {
      return shape.dimension() >= 2;
    }
  }

  public Declaration() {
    this(new Model(), "", Values.TRAINED, Range.ANY);
  }

  private Declaration(Model model, String prefix, Values values, Range range) {
    this.model = model;
    this.prefix = prefix;
    this.values = values;
    this.range = range;
  }

  /** The same declaration, with names that start with {@code name}. */
  public Declaration in(String name) {
    return new Declaration(model, prefix + name + ".", values, range);
  }

  /** The same declaration, for tensors that are given values from elsewhere and never trained. */
  public Declaration frozen() {
    return new Declaration(model, prefix, Values.GIVEN, range);
  }

  /** The same declaration, for tensors that keep their start, whatever is trained. */
  public Declaration keptAtStart() {
    return new Declaration(model, prefix, Values.STARTED, range);
  }

  /** The same declaration, for tensors whose values every step sets back into a range. */
  public Declaration clamped(double least, double most) {
    return new Declaration(model, prefix, values, new Range(least, most));
  }

  /** Declares a tensor. */
  public Tensor tensor(String name, Initializer start, long... shape) {
    return declared(name, start, new Shape(shape), values);
  }

  /**
   * Declares a tensor that is no parameter: {@link Pass#next} says what it is after a training
   * step. It is kept with the parameters, of the best epoch too. On a declaration whose tensors are
   * kept at their start it is one of them.
   */
  public Tensor state(String name, Initializer start, long... shape) {
    return declared(
        name, start, new Shape(shape), values == Values.TRAINED ? Values.STATE : values);
  }

  private Tensor declared(String name, Initializer start, Shape shape, Values from) {
    String path = prefix + name;
    if (!model.names.add(path)) {
      throw new IllegalStateException("tensor declared twice: " + path);
    }
    List<Tensor> among =
        switch (from) {
          case TRAINED -> model.trained;
          case STATE -> model.states;
          case STARTED, GIVEN -> model.untrained;
        };
    Tensor tensor = new Tensor(path, among.size(), shape, start, from, range);
    among.add(tensor);
    return tensor;
  }

  /**
   * Says in which parts of the training which tensors move; without phases all do, always. Said on
   * a declaration whose tensors never move it says nothing.
   */
  public void phases(List<Phase> phases) {
    if (values == Values.TRAINED) {
      model.phases.addAll(phases);
    }
  }

  /** The phases that were said, in the order of their ends. */
  public List<Phase> phases() {
    return model.phases.stream().sorted(Comparator.comparingDouble(Phase::until)).toList();
  }

  /** The tensors that are trained. */
  public List<Tensor> tensors() {
    return List.copyOf(model.trained);
  }

  /** What is carried from step to step without being trained. */
  public List<Tensor> states() {
    return List.copyOf(model.states);
  }

  /** Those whose values never change. */
  public List<Tensor> frozenTensors() {
    return List.copyOf(model.untrained);
  }

  /** Those of them that are given values from elsewhere. */
  public List<Tensor> givenTensors() {
    return model.untrained.stream().filter(tensor -> tensor.values() == Values.GIVEN).toList();
  }

  /** Trainable numbers of the model. */
  public int size() {
    return model.trained.stream().mapToInt(Tensor::size).sum();
  }

  /** Frozen numbers of the model. */
  public long frozenSize() {
    return model.untrained.stream().mapToLong(Tensor::size).sum();
  }
}
