package lamina.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import lamina.config.AdamW;
import lamina.model.Declaration;
import lamina.model.Parameters;

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
  private long steps;

  AdamWStep(AdamW config, double clipNorm, Parameters parameters, NDManager parent) {
    this.config = config;
    this.clipNorm = clipNorm;
    this.parameters = parameters;
    this.manager = parent.newSubManager();
    this.mean = manager.zeros(parameters.flat().getShape());
    this.square = manager.zeros(parameters.flat().getShape());
    this.decayed = manager.create(decayedOnes(parameters.tensors()));
  }

  /**
   * Moves the parameters against their gradient, and sets the gradient to zero.
   *
   * @param rate the learning rate of this step
   * @return the gradient's L2 norm before clipping
   */
  double step(double rate) {
    steps++;
    try (NDManager step = manager.newSubManager()) {
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
      root.divi(scalar(step, Math.sqrt(1 - Math.pow(config.beta2(), steps))))
          .addi(scalar(step, config.epsilon()));
      NDArray update = owned(step, mean.div(root));
      update.muli(scalar(step, rate / (1 - Math.pow(config.beta1(), steps))));
      NDArray kept = owned(step, decayed.mul(scalar(step, -rate * config.weightDecay())));
      kept.addi(scalar(step, 1));
      parameters.flat().muli(kept).subi(update);
      gradient.subi(gradient);
      return norm;
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
