package lamina.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;
import lamina.model.Declaration;
import org.jspecify.annotations.Nullable;

/**
 * Which parameters move at a step of a training with phases, and for the how many-th time: numbers
 * a tensor, which the device spreads over its values.
 */
final class Moving {
  private static final Predicate<Declaration.Tensor> ALL = tensor -> true;

  private final List<Declaration.Phase> phases;
  private final List<Declaration.Tensor> tensors;
  private final NDManager manager;
  private @Nullable NDArray moves;
  private int of = -1;

  Moving(List<Declaration.Phase> phases, List<Declaration.Tensor> tensors, NDManager parent) {
    this.phases = phases;
    this.tensors = tensors;
    this.manager = parent.newSubManager();
  }

  /**
   * One step.
   *
   * @param moves which parameters move, booleans of the flat array's shape; not the step's own
   * @param times for the how many-th time each tensor does, at least 1
   */
  record Now(NDArray moves, double[] times, List<Declaration.Tensor> tensors, NDManager owner) {
    /** A number a parameter that depends on its tensor's count of steps. */
    NDArray each(DoubleUnaryOperator ofTimes) {
      return spread(i -> ofTimes.applyAsDouble(times[i]), tensors, owner);
    }
  }

  /**
   * A step.
   *
   * @param done steps before it
   * @param all steps of the training
   */
  Now at(long done, long all, NDManager owner) {
    double[] times = new double[tensors.size()];
    for (int i = 0; i < times.length; i++) {
      times[i] = Math.max(1, times(tensors.get(i), done, all));
    }
    return new Now(moves((double) done / all), times, tensors, owner);
  }

  /** Made once a phase. */
  private NDArray moves(double progress) {
    int phase = 0;
    while (phase < phases.size() && progress >= phases.get(phase).until()) {
      phase++;
    }
    if (moves == null || of != phase) {
      if (moves != null) {
        moves.close();
      }
      try (NDManager once = manager.newSubManager()) {
        NDArray ones = spread(i -> movesAt(tensors.get(i), progress) ? 1 : 0, tensors, once);
        moves = ones.toType(DataType.BOOLEAN, true);
        moves.attach(manager);
      }
      of = phase;
    }
    return moves;
  }

  private static NDArray spread(
      IntToDoubleFunction ofTensor, List<Declaration.Tensor> tensors, NDManager owner) {
    NDList parts = new NDList();
    for (int i = 0; i < tensors.size(); i++) {
      float value = (float) ofTensor.applyAsDouble(i);
      parts.add(owner.create(value).broadcast(new Shape(tensors.get(i).size())));
    }
    return NDArrays.concat(parts, 0);
  }

  private boolean movesAt(Declaration.Tensor tensor, double progress) {
    return phases.stream()
        .filter(phase -> progress < phase.until())
        .findFirst()
        .map(Declaration.Phase::trains)
        .orElse(ALL)
        .test(tensor);
  }

  /** In how many of the steps up to this one the tensor moved. */
  private long times(Declaration.Tensor tensor, long done, long all) {
    long count = 0;
    long from = 0;
    for (Declaration.Phase phase : phases) {
      long to = Math.min(done + 1, end(phase, all));
      if (to > from) {
        count += phase.trains().test(tensor) ? to - from : 0;
        from = to;
      }
    }
    return count + Math.max(0, done + 1 - from);
  }

  /** The first step that is no longer in a phase; a product would be off where it is rounded up. */
  private static long end(Declaration.Phase phase, long all) {
    long end = Math.max(0, (long) Math.floor(phase.until() * all) - 1);
    while ((double) end / all < phase.until()) {
      end++;
    }
    return end;
  }
}
