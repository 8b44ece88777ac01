package lamina.model.mask;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.List;
import lamina.config.LinearControl;
import lamina.config.Transformer;
import lamina.model.Declaration;
import lamina.model.Linear;
import lamina.model.Pass;

/** W2 relu(W1 y + b1) + b2 of what each layer's attention gives, with or without y added. */
final class LinearAfter implements AfterAttention {
  private final List<Linear> first = new ArrayList<>();
  private final List<Linear> second = new ArrayList<>();
  private final boolean residual;

  LinearAfter(Declaration declare, LinearControl config, Transformer backbone) {
    this.residual = config.residual();
    for (int layer = 0; layer < backbone.layers(); layer++) {
      Declaration here = declare.in("layer-" + layer);
      first.add(new Linear(here.in("linear-0"), backbone.width(), config.hidden()));
      second.add(new Linear(here.in("linear-1"), config.hidden(), backbone.width()));
    }
  }

  @Override
  public NDArray forward(Pass pass, int layer, NDArray attended) {
    NDArray hidden = Activation.relu(first.get(layer).forward(pass, attended));
    NDArray given = second.get(layer).forward(pass, hidden);
    return residual ? attended.add(given) : given;
  }
}
