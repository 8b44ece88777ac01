package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import lamina.model.Pass;
import org.jspecify.annotations.Nullable;

/**
 * softmax((Q Kᵀ / sqrt(dk)) fused with M) V, the paper's equation 5.
 *
 * @param fusion how the mask meets the scores
 * @param dropout share of the probabilities that are dropped in training
 */
public record Attention(Fusion fusion, double dropout) {
  private static final double NEVER = Double.NEGATIVE_INFINITY;

  /**
   * What attention gives.
   *
   * @param values (B, H, Nq, dk)
   * @param probabilities (B, H, Nq, Nk), before dropout
   */
  public record Result(NDArray values, NDArray probabilities) {}

  /**
   * Attends. Keys that may not be seen are ruled out after the fusion, so that no mask can turn
   * minus infinity into a number, or into none.
   *
   * @param q queries, (B, H, Nq, dk)
   * @param k keys, (B, H, Nk, dk)
   * @param v values, (B, H, Nk, dk)
   * @param mask M, (B, Nq, Nk); null for plain attention
   * @param allowed which keys may be seen, booleans that broadcast to (B, H, Nq, Nk), at least one
   *     a query; null for all
   */
  public Result attend(
      Pass pass,
      NDArray q,
      NDArray k,
      NDArray v,
      @Nullable NDArray mask,
      @Nullable NDArray allowed) {
    NDArray scale = pass.scalar(1 / Math.sqrt(q.getShape().get(3)));
    NDArray scores = q.mul(scale).matMul(k.swapAxes(2, 3));
    NDArray seen = allowed == null ? null : allowed.broadcast(scores.getShape());
    NDArray fused = mask == null ? scores : fusion.fuse(pass, scores, mask.expandDims(1), seen);
    NDArray ruled = seen == null ? fused : NDArrays.where(seen, fused, pass.scalar(NEVER));
    NDArray probabilities = ruled.softmax(3);
    NDArray values = pass.dropout(probabilities, dropout).matMul(v);
    return new Result(values, probabilities);
  }

  /** (B, N, D) to (B, H, N, dk). */
  static NDArray split(NDArray x, int heads) {
    long width = x.getShape().get(2);
    return x.reshape(x.getShape().get(0), x.getShape().get(1), heads, width / heads).swapAxes(1, 2);
  }

  /** (B, H, N, dk) to (B, N, D). */
  static NDArray join(NDArray x) {
    NDArray together = x.swapAxes(1, 2);
    long[] shape = together.getShape().getShape();
    return together.reshape(shape[0], shape[1], shape[2] * shape[3]);
  }

  /** The booleans that hide padded keys: (B, Nk), true where a key is real, to (B, 1, 1, Nk). */
  public static NDArray keys(NDArray valid) {
    return valid.expandDims(1).expandDims(1);
  }
}
