package lamina.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import lamina.config.Transformer;
import lamina.model.Declaration;
import lamina.model.Linear;
import lamina.model.Pass;

/** Two linear layers with a non-linearity between them: (B, N, D) to (B, N, D). */
public final class FeedForward {
  private final Linear in;
  private final Linear out;
  private final Transformer config;

  public FeedForward(Declaration declare, Transformer config) {
    this.in = new Linear(declare.in("in"), config.width(), config.feedForward());
    this.out = new Linear(declare.in("out"), config.feedForward(), config.width());
    this.config = config;
  }

  public NDArray forward(Pass pass, NDArray x) {
    NDArray hidden = in.forward(pass, x);
    NDArray active =
        switch (config.activation()) {
          case RELU -> Activation.relu(hidden);
          case GELU -> Activation.gelu(hidden);
        };
    return out.forward(pass, pass.dropout(active, config.dropout()));
  }
}
