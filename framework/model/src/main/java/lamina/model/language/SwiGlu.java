package lamina.model.language;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.Linear;
import lamina.model.Pass;

/**
 * W_down (silu(W_gate x) * W_up x), silu(a) = a sigmoid(a) (Shazeer, arXiv 2002.05202): (…, D) to
 * (…, D).
 */
final class SwiGlu {
  private final Linear gate;
  private final Linear up;
  private final Linear down;

  SwiGlu(Declaration declare, DecoderConfig config) {
    this.gate =
        Linear.withoutBias(
            declare.in("gate_proj"),
            config.width(),
            config.feedForward(),
            Initializer.fanIn(config.width()));
    this.up =
        Linear.withoutBias(
            declare.in("up_proj"),
            config.width(),
            config.feedForward(),
            Initializer.fanIn(config.width()));
    this.down =
        Linear.withoutBias(
            declare.in("down_proj"),
            config.feedForward(),
            config.width(),
            Initializer.fanIn(config.feedForward()));
  }

  NDArray forward(Pass pass, NDArray x) {
    NDArray gated = gate.forward(pass, x);
    NDArray active = gated.mul(Activation.sigmoid(gated));
    return down.forward(pass, active.mul(up.forward(pass, x)));
  }
}
