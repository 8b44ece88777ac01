package lamina.model;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The trainable tensors of a model, in the order in which its modules declare them. All of them lie
 * one after the other in one flat array, so that an optimizer step is a few operations, however
 * many tensors there are.
 */
public final class Declaration {
  private final List<Tensor> tensors;
  private final Set<String> names;
  private final String prefix;

  /**
   * One declared tensor.
   *
   * @param name dotted path, unique in the model, e.g. {@code encoder.layer-0.query.weight}
   * @param index place among the tensors
   * @param start fills the tensor before training
   */
  public record Tensor(String name, int index, Shape shape, Initializer start) {
    public int size() {
      return Math.toIntExact(shape.size());
    }

    /** Matrices are decayed; biases, gains and offsets are not. */
    public boolean isMatrix() {
      return shape.dimension() >= 2;
    }
  }

  public Declaration() {
    this(new ArrayList<>(), new HashSet<>(), "");
  }

  private Declaration(List<Tensor> tensors, Set<String> names, String prefix) {
    this.tensors = tensors;
    this.names = names;
    this.prefix = prefix;
  }

  /** The same declaration, with names that start with {@code name}. */
  public Declaration in(String name) {
    return new Declaration(tensors, names, prefix + name + ".");
  }

  /** Declares a tensor. */
  public Tensor tensor(String name, Initializer start, long... shape) {
    String path = prefix + name;
    if (!names.add(path)) {
      throw new IllegalStateException("tensor declared twice: " + path);
    }
    Tensor tensor = new Tensor(path, tensors.size(), new Shape(shape), start);
    tensors.add(tensor);
    return tensor;
  }

  public List<Tensor> tensors() {
    return List.copyOf(tensors);
  }

  /** Trainable numbers of the model. */
  public int size() {
    return tensors.stream().mapToInt(Tensor::size).sum();
  }
}
