package lamina.model;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The tensors of a model, in the order in which its modules declare them. All that are trained lie
 * one after the other in one flat array, so that an optimizer step is a few operations, however
 * many tensors there are. What a module declares on a {@link #frozen} or a {@link #keptAtStart}
 * declaration is read and never trained: it has no part in the flat array, and so neither gradient
 * nor optimizer state.
 */
public final class Declaration {
  private final List<Tensor> trained;
  private final List<Tensor> untrained;
  private final Set<String> names;
  private final String prefix;
  private final Values values;

  /** Where a tensor's values come from. */
  public enum Values {
    /** From training, after their start. */
    TRAINED,
    /** From their start alone. */
    STARTED,
    /** From elsewhere: files, or a training of their own. */
    GIVEN,
  }

  /**
   * One declared tensor.
   *
   * @param name dotted path, unique in the model, e.g. {@code encoder.layer-0.query.weight}
   * @param index place among the tensors that are trained, or among the frozen ones
   * @param start fills the tensor before training
   */
  public record Tensor(String name, int index, Shape shape, Initializer start, Values values) {
    /** Whether it is never trained here. */
    public boolean frozen() {
      return values != Values.TRAINED;
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
    this(new ArrayList<>(), new ArrayList<>(), new HashSet<>(), "", Values.TRAINED);
  }

  private Declaration(
      List<Tensor> trained,
      List<Tensor> untrained,
      Set<String> names,
      String prefix,
      Values values) {
    this.trained = trained;
    this.untrained = untrained;
    this.names = names;
    this.prefix = prefix;
    this.values = values;
  }

  /** The same declaration, with names that start with {@code name}. */
  public Declaration in(String name) {
    return new Declaration(trained, untrained, names, prefix + name + ".", values);
  }

  /** The same declaration, for tensors that are given values from elsewhere and never trained. */
  public Declaration frozen() {
    return new Declaration(trained, untrained, names, prefix, Values.GIVEN);
  }

  /** The same declaration, for tensors that keep their start, whatever is trained. */
  public Declaration keptAtStart() {
    return new Declaration(trained, untrained, names, prefix, Values.STARTED);
  }

  /** Declares a tensor. */
  public Tensor tensor(String name, Initializer start, long... shape) {
    String path = prefix + name;
    if (!names.add(path)) {
      throw new IllegalStateException("tensor declared twice: " + path);
    }
    List<Tensor> among = values == Values.TRAINED ? trained : untrained;
    Tensor tensor = new Tensor(path, among.size(), new Shape(shape), start, values);
    among.add(tensor);
    return tensor;
  }

  /** The tensors that are trained. */
  public List<Tensor> tensors() {
    return List.copyOf(trained);
  }

  /** The others. */
  public List<Tensor> frozenTensors() {
    return List.copyOf(untrained);
  }

  /** Those of them that are given values from elsewhere. */
  public List<Tensor> givenTensors() {
    return untrained.stream().filter(tensor -> tensor.values() == Values.GIVEN).toList();
  }

  /** Trainable numbers of the model. */
  public int size() {
    return trained.stream().mapToInt(Tensor::size).sum();
  }

  /** Frozen numbers of the model. */
  public long frozenSize() {
    return untrained.stream().mapToLong(Tensor::size).sum();
  }
}
