package lamina.mask;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.List;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.Linear;
import lamina.model.Pass;

/**
 * The MLP of the Learnable Attention Mask (arXiv 2406.02761, equations 1 to 4): H1 = ReLU(X W1 +
 * b1), …, M = H W + b, with the last layer linear and then bounded by the parametrisation. X (B,
 * Nq, D), keys Y (B, Nk, D), M (B, Nq, Nk).
 */
final class MaskModule {
  private final List<Linear> hidden = new ArrayList<>();
  private final MaskColumns columns;
  private final LearnableMask config;

  /**
   * Declares the layers.
   *
   * @param config {@link LearnableMask#resolved resolved}
   * @param width D
   * @param maximum the greatest number of keys, for masks whose columns are positions
   */
  MaskModule(Declaration declare, LearnableMask config, int width, int maximum) {
    this.config = config;
    int in = width;
    for (int i = 0; i < config.depth() - 1; i++) {
      hidden.add(
          new Linear(declare.in("hidden-" + i), in, config.hidden(), weights(in), biases(in)));
      in = config.hidden();
    }
    Start start = Start.of(config);
    this.columns =
        switch (config.length()) {
          case FIXED -> new FixedColumns(declare.in("last"), in, maximum, start);
          case CONTENT_KEYS -> new ContentColumns(declare.in("last"), in, width, start);
        };
  }

  Mask forward(Pass pass, NDArray x, NDArray y) {
    NDArray h = x;
    for (Linear layer : hidden) {
      h = Activation.relu(layer.forward(pass, h));
    }
    LowRank m = columns.forward(pass, h, y);
    return switch (config.parametrisation()) {
      case UNCONSTRAINED -> m;
      case SIGMOID -> new Bounded(m, Activation::sigmoid);
      case TANH -> new Bounded(m, Activation::tanh);
      case SOFTPLUS -> new Bounded(m, Activation::softPlus);
      case ONE_PLUS -> new LowRank(m.h(), m.columns(), m.offset().add(pass.scalar(1)));
    };
  }

  private Initializer weights(int fanIn) {
    return switch (config.initialisation()) {
      case DEFAULT, IDENTITY -> Initializer.fanIn(fanIn);
      case KAIMING -> Initializer.kaiming(fanIn);
    };
  }

  private Initializer biases(int fanIn) {
    return switch (config.initialisation()) {
      case DEFAULT, IDENTITY -> Initializer.fanIn(fanIn);
      case KAIMING -> Initializer.constant(0);
    };
  }
}
