package lamina.model.detector;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.List;
import lamina.model.Declaration;
import lamina.model.Linear;
import lamina.model.LinearStart;
import lamina.model.Pass;

/** Linear layers with a ReLU between them: (…, D) to (…, out). */
final class Mlp {
  private final List<Linear> layers = new ArrayList<>();

  Mlp(Declaration declare, int width, int out, int depth, LinearStart start) {
    this(declare, width, out, depth, start, start::linear);
  }

  private Mlp(Declaration declare, int width, int out, int depth, LinearStart start, Last last) {
    for (int i = 0; i < depth - 1; i++) {
      layers.add(start.linear(declare.in("layer-" + i), width, width));
    }
    layers.add(last.linear(declare.in("layer-" + (depth - 1)), width, out));
  }

  /** The last layer. */
  @FunctionalInterface
  private interface Last {
    Linear linear(Declaration declare, int in, int out);
  }

  /** Started by Glorot's rule, with the last bias at zero. */
  static Mlp unbiased(Declaration declare, int width, int out, int depth) {
    return new Mlp(
        declare, width, out, depth, LinearStart.XAVIER, LinearStart.XAVIER::attentionOutput);
  }

  NDArray forward(Pass pass, NDArray input) {
    NDArray x = input;
    for (int i = 0; i < layers.size(); i++) {
      x = layers.get(i).forward(pass, x);
      x = i < layers.size() - 1 ? Activation.relu(x) : x;
    }
    return x;
  }
}
