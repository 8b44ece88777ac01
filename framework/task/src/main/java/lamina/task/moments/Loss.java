package lamina.task.moments;

import ai.djl.ndarray.NDArray;
import java.util.List;
import lamina.model.Pass;
import lamina.model.detector.MomentOutput;
import lamina.model.detector.Proposals;

/** The loss of Moment-DETR and QD-DETR: proposals after every layer, and saliency. */
final class Loss {
  private Loss() {}

  /**
   * The loss of a batch, shape ().
   *
   * @param real which clips are no padding, booleans (B, Nv)
   */
  static NDArray of(Pass pass, MomentOutput output, NDArray real, List<Targets> targets) {
    List<List<Span>> moments = targets.stream().map(Targets::spans).toList();
    NDArray saliency = SaliencyLoss.of(pass, output, real, targets);
    NDArray loss = saliency.mul(pass.scalar(LossWeights.SALIENCY));
    for (Proposals layer : output.layers()) {
      loss = loss.add(ProposalLoss.of(pass, layer, moments).weighted(pass));
    }
    return loss;
  }
}
