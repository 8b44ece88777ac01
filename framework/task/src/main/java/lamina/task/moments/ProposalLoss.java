package lamina.task.moments;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import lamina.model.Pass;
import lamina.model.detector.Proposals;

/**
 * What the proposals after one layer cost (SetCriterion of QD-DETR's model.py).
 *
 * @param span mean L1 distance of matched centres and widths, shape ()
 * @param giou mean of 1 - generalised IoU of matched spans, shape ()
 * @param label mean over all proposals of their weighted cross-entropy, shape ()
 */
record ProposalLoss(NDArray span, NDArray giou, NDArray label) {

  /** The losses; those of spans are 0 where no example of the batch has a moment. */
  static ProposalLoss of(Pass pass, Proposals proposals, List<List<Span>> moments) {
    Matching matching = Matching.of(proposals, moments);
    NDArray label = label(pass, proposals.logits(), matching.proposals());
    if (matching.spans().isEmpty()) {
      return new ProposalLoss(pass.scalar(0), pass.scalar(0), label);
    }
    int[] rows = matching.proposals().stream().mapToInt(Integer::intValue).toArray();
    NDArray found =
        proposals.spans().reshape(-1, 2).get(new NDIndex("{}", pass.manager().create(rows)));
    float[] wanted = new float[2 * rows.length];
    for (int i = 0; i < rows.length; i++) {
      wanted[2 * i] = (float) matching.spans().get(i).centre();
      wanted[2 * i + 1] = (float) matching.spans().get(i).width();
    }
    NDArray target = pass.manager().create(wanted, new Shape(rows.length, 2));
    NDArray apart = pass.scalar(1).sub(generalizedIou(pass, found, target));
    return new ProposalLoss(found.sub(target).abs().mean(), apart.mean(), label);
  }

  NDArray weighted(Pass pass) {
    return span.mul(pass.scalar(LossWeights.SPAN))
        .add(giou.mul(pass.scalar(LossWeights.GIOU)))
        .add(label.mul(pass.scalar(LossWeights.LABEL)));
  }

  /** Cross-entropy, weighted by class and divided by the number of proposals. */
  private static NDArray label(Pass pass, NDArray logits, List<Integer> moments) {
    int proposals = Math.toIntExact(logits.size() / 2);
    float[] weights = new float[2 * proposals];
    for (int i = 0; i < proposals; i++) {
      weights[2 * i + 1] = (float) LossWeights.BACKGROUND;
    }
    for (int moment : moments) {
      weights[2 * moment] = 1;
      weights[2 * moment + 1] = 0;
    }
    NDArray weight = pass.manager().create(weights, logits.getShape());
    return logits.logSoftmax(2).mul(weight).sum().mul(pass.scalar(-1.0 / proposals));
  }

  /** {@link Span#generalizedIou} of rows (centre, width), (M). */
  static NDArray generalizedIou(Pass pass, NDArray a, NDArray b) {
    NDArray half = pass.scalar(0.5);
    NDArray zero = pass.scalar(0);
    NDArray widthA = a.get(":, 1");
    NDArray widthB = b.get(":, 1");
    NDArray startA = a.get(":, 0").sub(widthA.mul(half));
    NDArray startB = b.get(":, 0").sub(widthB.mul(half));
    NDArray endA = a.get(":, 0").add(widthA.mul(half));
    NDArray endB = b.get(":, 0").add(widthB.mul(half));
    NDArray both = endA.minimum(endB).sub(startA.maximum(startB)).maximum(zero);
    NDArray union = endA.sub(startA).add(endB.sub(startB)).sub(both);
    NDArray around = endA.maximum(endB).sub(startA.minimum(startB)).maximum(zero);
    return both.div(union).sub(around.sub(union).div(around));
  }
}
