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
    for (int i = 0; i < depth; i++) {
      layers.add(start.linear(declare.in("layer-" + i), width, i < depth - 1 ? width : out));
    }
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
