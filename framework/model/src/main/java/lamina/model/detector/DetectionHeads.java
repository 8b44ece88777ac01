package lamina.model.detector;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import lamina.model.Declaration;
import lamina.model.Linear;
import lamina.model.LinearStart;
import lamina.model.Pass;
import org.jspecify.annotations.Nullable;

/** Reads a proposal off every query. */
final class DetectionHeads {
  private final Linear moment;
  private final Mlp span;

  DetectionHeads(Declaration declare, int width) {
    this.moment = new Linear(declare.in("moment"), width, 2);
    this.span = new Mlp(declare.in("span"), width, 2, 3, LinearStart.FAN_IN);
  }

  /**
   * Proposals.
   *
   * @param values the queries, (B, Q, D)
   * @param anchors what spans are relative to, (B, Q, 2); null for nothing
   */
  Proposals forward(Pass pass, NDArray values, @Nullable NDArray anchors) {
    NDArray raw = span.forward(pass, values);
    NDArray placed = anchors == null ? raw : raw.add(InverseSigmoid.of(pass, anchors));
    return new Proposals(moment.forward(pass, values), Activation.sigmoid(placed));
  }
}
