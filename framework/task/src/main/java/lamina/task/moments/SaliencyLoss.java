package lamina.task.moments;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.List;
import lamina.model.Pass;
import lamina.model.detector.MomentOutput;

/**
 * What the scores of clips cost (loss_saliency of QD-DETR's model.py): a hinge on pairs of clips,
 * and where the model scored negative pairs, a contrast over ranks and the cost of every clip that
 * scores under a query of another video.
 */
final class SaliencyLoss {
  private static final double MARGIN = 0.2;
  private static final double TEMPERATURE = 0.5;
  private static final int HIGHEST_RANK = 11;
  private static final double RANKS = 12;
  private static final double PADDED = -1000;
  private static final double NOT_ZERO = 1e-6;
  private static final int PAIRS = 2;

  private SaliencyLoss() {}

  /**
   * The loss, shape ().
   *
   * @param real which clips are no padding, booleans (B, Nv)
   */
  static NDArray of(Pass pass, MomentOutput output, NDArray real, List<Targets> targets) {
    NDArray scores = output.saliency();
    NDArray hinge = hinge(pass, scores, targets);
    NDArray negative = output.negativeSaliency();
    if (negative == null) {
      return hinge;
    }
    NDArray valid = real.toType(DataType.FLOAT32, false);
    NDArray other = Activation.softPlus(negative).mul(valid).sum(new int[] {1}).mean();
    return hinge.add(ranks(pass, scores, negative, valid, targets)).add(other);
  }

  /** The mean over examples of both pairs' max(0, margin + lower - higher). */
  private static NDArray hinge(Pass pass, NDArray scores, List<Targets> targets) {
    int examples = targets.size();
    int clips = Math.toIntExact(scores.getShape().get(1));
    NDArray loss = pass.scalar(0);
    for (int pair = 0; pair < PAIRS; pair++) {
      float[] signs = new float[examples * clips];
      float[] margins = new float[examples];
      for (int i = 0; i < examples; i++) {
        if (pair < targets.get(i).pairs().size()) {
          Targets.Pair clipPair = targets.get(i).pairs().get(pair);
          signs[i * clips + clipPair.lower()] += 1;
          signs[i * clips + clipPair.higher()] -= 1;
          margins[i] = (float) MARGIN;
        }
      }
      NDArray sign = pass.manager().create(signs, scores.getShape());
      NDArray gap = scores.mul(sign).sum(new int[] {1}).add(pass.manager().create(margins));
      loss = Activation.relu(gap).mean().add(loss);
    }
    return loss;
  }

  /**
   * The mean over ranks of a supervised contrast: clips of at least that rank against all others
   * and against all clips under the other query.
   */
  private static NDArray ranks(
      Pass pass, NDArray scores, NDArray negative, NDArray valid, List<Targets> targets) {
    NDArray both = NDArrays.concat(new NDList(scores, negative), 1);
    NDArray mask = NDArrays.concat(new NDList(valid, valid), 1);
    NDArray padding = pass.scalar(1).sub(mask).mul(pass.scalar(PADDED));
    NDArray scaled = both.mul(mask).add(padding).mul(pass.scalar(1 / TEMPERATURE));
    NDArray logits = scaled.sub(scaled.max(new int[] {1}, true));
    NDArray total = logits.exp().sum(new int[] {1}, true).add(pass.scalar(NOT_ZERO));
    NDArray weight = pass.manager().create(rankWeights(both.getShape(), targets), both.getShape());
    NDArray sum = logits.sub(total.log()).mul(weight).mul(mask).sum();
    return sum.mul(pass.scalar(-1 / (RANKS * targets.size())));
  }

  /** Of each clip, the sum over ranks it reaches of 1 / clips of the example that reach it. */
  private static float[] rankWeights(Shape shape, List<Targets> targets) {
    int row = Math.toIntExact(shape.get(1));
    float[] weights = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < targets.size(); i++) {
      float[] saliency = targets.get(i).saliency();
      for (int rank = 1; rank <= HIGHEST_RANK; rank++) {
        int reaching = 0;
        for (float value : saliency) {
          reaching += value >= rank ? 1 : 0;
        }
        for (int clip = 0; clip < saliency.length; clip++) {
          weights[i * row + clip] +=
              saliency[clip] >= rank ? (float) (1 / (reaching + NOT_ZERO)) : 0;
        }
      }
    }
    return weights;
  }
}
