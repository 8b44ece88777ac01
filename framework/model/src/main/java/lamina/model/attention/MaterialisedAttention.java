package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import lamina.model.Pass;

/**
 * All scores at once, (B, H, Nq, Nk): what every other way is held to.
 *
 * @param fusion how the mask meets the scores
 * @param dropout share of the probabilities that are dropped in training
 */
public record MaterialisedAttention(Fusion fusion, double dropout) implements Attention {
  private static final double NEVER = Double.NEGATIVE_INFINITY;

  @Override
  public NDArray attend(Pass pass, AttentionInput input) {
    return pass.dropout(probabilities(pass, input), dropout).matMul(input.v());
  }

  /**
   * The probabilities before dropout, (B, H, Nq, Nk). Keys that may not be seen are ruled out after
   * the fusion, so that no mask can turn minus infinity into a number, or into none.
   */
  public NDArray probabilities(Pass pass, AttentionInput input) {
    NDArray q = input.q();
    NDArray scale = pass.scalar(1 / Math.sqrt(q.getShape().get(3)));
    NDArray scores = q.mul(scale).matMul(input.k().swapAxes(2, 3));
    NDArray seen = input.visible().seen(q.getManager(), input.queries(), input.keys());
    Mask mask = input.mask();
    NDArray fused =
        mask == null ? scores : fusion.fuse(pass, scores, mask.matrix().expandDims(1), seen);
    return Visible.where(seen, fused, pass.scalar(NEVER)).softmax(3);
  }
}
