package lamina.mechanism;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import lamina.config.Transformer;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.Linear;
import lamina.model.LinearStart;
import lamina.model.Pass;
import org.jspecify.annotations.Nullable;

/** Two linear layers with a non-linearity between them: (B, N, D) to (B, N, D). */
public final class FeedForward {
  private static final double FIRST_SLOPE = 0.25;

  private final Linear in;
  private final Declaration.@Nullable Tensor slope;
  private final Linear out;
  private final Transformer config;

  public FeedForward(Declaration declare, Transformer config, LinearStart start) {
    this.in = start.linear(declare.in("in"), config.width(), config.feedForward());
    this.slope =
        config.activation() == lamina.config.Activation.PRELU
            ? declare.tensor("slope", Initializer.constant(FIRST_SLOPE), 1)
            : null;
    this.out = start.linear(declare.in("out"), config.feedForward(), config.width());
    this.config = config;
  }

  public NDArray forward(Pass pass, NDArray x) {
    NDArray hidden = in.forward(pass, x);
    NDArray active =
        switch (config.activation()) {
          case RELU -> Activation.relu(hidden);
          case GELU -> Activation.gelu(hidden);
          case GELU_TANH -> geluTanh(pass, hidden);
          case PRELU -> prelu(pass, hidden);
        };
    return out.forward(pass, pass.dropout(active, config.dropout()));
  }

  private static NDArray geluTanh(Pass pass, NDArray x) {
    NDArray cubed = x.mul(x).mul(x).mul(pass.scalar(0.044715));
    NDArray inner = x.add(cubed).mul(pass.scalar(Math.sqrt(2 / Math.PI)));
    return inner.tanh().add(pass.scalar(1)).mul(x).mul(pass.scalar(0.5));
  }

  private NDArray prelu(Pass pass, NDArray x) {
    NDArray below = Activation.relu(x.neg()).mul(pass.get(java.util.Objects.requireNonNull(slope)));
    return Activation.relu(x).sub(below);
  }
}
