package lamina.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import lamina.config.AdamW;
import lamina.model.Declaration;
import lamina.model.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * AdamW (Loshchilov and Hutter, arXiv 1711.05101, algorithm 2; bias correction of Kingma and Ba,
 * arXiv 1412.6980) over the flat array of all parameters, after clipping the gradient's L2 norm.
 * Weight decay touches matrices only.
 */
final class AdamWStep implements AutoCloseable {
  private final AdamW config;
  private final double clipNorm;
  private final Parameters parameters;
  private final NDManager manager;
  private final NDArray mean;
  private final NDArray square;
  private final NDArray decayed;
  private final @Nullable Moving moving;
  private long steps;

  /** An optimizer that has made no step, of a training in which all tensors move. */
  AdamWStep(AdamW config, double clipNorm, Parameters parameters, NDManager parent) {
    this(config, clipNorm, parameters, List.of(), parent);
  }

  /**
   * The same in phases.
   *
   * @param phases in which not all tensors move; empty where all do, always
   */
  AdamWStep(
      AdamW config,
      double clipNorm,
      Parameters parameters,
      List<Declaration.Phase> phases,
      NDManager parent) {
    this.config = config;
    this.clipNorm = clipNorm;
    this.parameters = parameters;
    this.manager = parent.newSubManager();
    this.mean = manager.zeros(parameters.flat().getShape());
    this.square = manager.zeros(parameters.flat().getShape());
    this.decayed = manager.create(decayedOnes(parameters.tensors()));
    this.moving = phases.isEmpty() ? null : new Moving(phases, parameters.tensors(), manager);
  }

  /** A step of a training in which all tensors move. */
  double step(double rate) {
    return step(rate, 0, 1);
  }

  /**
   * Moves the parameters against their gradient, sets the gradient to zero, and sets values back
   * into their tensors' ranges.
   *
   * @param rate the learning rate of this step
   * @param done steps of the training before this one
   * @param all steps of the training
   * @return the gradient's L2 norm before clipping
   */
  double step(double rate, long done, long all) {
    steps++;
    try (NDManager step = manager.newSubManager()) {
      double norm =
          moving == null
              ? move(
                  step,
                  rate,
                  scalar(step, Math.sqrt(1 - Math.pow(config.beta2(), steps))),
                  scalar(step, rate / (1 - Math.pow(config.beta1(), steps))))
              : moveSome(step, rate, moving.at(done, all, step));
      clamp(step);
      return norm;
    }
  }

  /** What does not move keeps its values and its memory, and counts no step. */
  private double moveSome(NDManager step, double rate, Moving.Now now) {
    NDArray gradient = parameters.flat().getGradient();
    gradient.attach(step);
    gradient.muli(owned(step, now.moves().toType(DataType.FLOAT32, true)));
    NDArray values = owned(step, owned(step, parameters.flat().stopGradient()).duplicate());
    NDArray means = owned(step, mean.duplicate());
    NDArray squares = owned(step, square.duplicate());
    double norm =
        move(
            step,
            rate,
            now.each(n -> Math.sqrt(1 - Math.pow(config.beta2(), n))),
            now.each(n -> rate / (1 - Math.pow(config.beta1(), n))));
    NDIndex all = new NDIndex(":");
    parameters.flat().set(all, owned(step, NDArrays.where(now.moves(), parameters.flat(), values)));
    mean.set(all, owned(step, NDArrays.where(now.moves(), mean, means)));
    square.set(all, owned(step, NDArrays.where(now.moves(), square, squares)));
    return norm;
  }

  /**
   * The step itself.
   *
   * @param secondBias sqrt(1 - beta2^n), for all or one a parameter
   * @param size rate / (1 - beta1^n), likewise
   */
  private double move(NDManager step, double rate, NDArray secondBias, NDArray size) {
    NDArray gradient = parameters.flat().getGradient();
    gradient.attach(step);
    double norm = Math.sqrt(gradient.square().sum().getFloat());
    if (clipNorm > 0 && norm > clipNorm) {
      gradient.muli(scalar(step, clipNorm / norm));
    }
    mean.muli(scalar(step, config.beta1())).addi(gradient.mul(scalar(step, 1 - config.beta1())));
    square
        .muli(scalar(step, config.beta2()))
        .addi(gradient.square().muli(scalar(step, 1 - config.beta2())));
    NDArray root = owned(step, square.sqrt());
    root.divi(secondBias).addi(scalar(step, config.epsilon()));
    NDArray update = owned(step, mean.div(root));
    update.muli(size);
    NDArray kept = owned(step, decayed.mul(scalar(step, -rate * config.weightDecay())));
    kept.addi(scalar(step, 1));
    parameters.flat().muli(kept).subi(update);
    gradient.subi(gradient);
    return norm;
  }

  private void clamp(NDManager step) {
    int from = 0;
    for (Declaration.Tensor tensor : parameters.tensors()) {
      if (!tensor.range().equals(Declaration.Range.ANY)) {
        NDIndex part = new NDIndex(from + ":" + (from + tensor.size()));
        NDArray values = owned(step, owned(step, parameters.flat().get(part)).stopGradient());
        NDArray least = scalar(step, tensor.range().least());
        NDArray most = scalar(step, tensor.range().most());
        NDArray clamped = owned(step, owned(step, values.maximum(least)).minimum(most));
        parameters.flat().set(part, clamped);
      }
      from += tensor.size();
    }
  }

  /** What a checkpoint has to keep. */
  State state() {
    return new State(steps, mean.toFloatArray(), square.toFloatArray());
  }

  void restore(State state) {
    steps = state.steps();
    mean.set(state.mean());
    square.set(state.square());
  }

  /**
   * The optimizer's memory.
   *
   * @param steps done so far
   * @param mean running mean of the gradient, one a parameter
   * @param square running mean of its square, one a parameter
   */
  record State(long steps, float[] mean, float[] square) {}

  @Override
  public void close() {
    manager.close();
  }

  private static NDArray owned(NDManager owner, NDArray array) {
    array.attach(owner);
    return array;
  }

  private static NDArray scalar(NDManager owner, double value) {
    return owner.create((float) value);
  }

  private static float[] decayedOnes(List<Declaration.Tensor> tensors) {
    float[] ones = new float[tensors.stream().mapToInt(Declaration.Tensor::size).sum()];
    int from = 0;
    for (Declaration.Tensor tensor : tensors) {
      if (tensor.isMatrix()) {
        java.util.Arrays.fill(ones, from, from + tensor.size(), 1);
      }
      from += tensor.size();
    }
    return ones;
  }
}
