package lamina.model.detector;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import lamina.model.Pass;

/** Sines and cosines of positions that are scaled to one turn (DETR, arXiv 2005.12872). */
final class SinePositions {
  private static final double TURN = 2 * Math.PI;
  private static final double SLOWEST = 10_000;
  private static final double NOT_ZERO = 1e-6;

  private SinePositions() {}

  /**
   * Positions of tokens: the k-th real token of n stands at k/n.
   *
   * @param real which tokens are no padding, booleans (B, N)
   * @return (B, N, D)
   */
  static NDArray ofTokens(Pass pass, NDArray real, int width) {
    NDArray count = real.toType(DataType.FLOAT32, false).cumSum(1);
    NDArray last = count.get(":, -1:").add(pass.scalar(NOT_ZERO));
    return waves(pass, count.div(last), width);
  }

  /**
   * Positions of anchors: D/2 waves of the centre, then D/2 of the width.
   *
   * @param anchors centre and width as shares of the video, (B, Q, 2)
   * @return (B, Q, D)
   */
  static NDArray ofAnchors(Pass pass, NDArray anchors, int width) {
    NDArray centre = waves(pass, anchors.get(":, :, 0"), width / 2);
    return NDArrays.concat(new NDList(centre, waves(pass, anchors.get(":, :, 1"), width / 2)), 2);
  }

  /** (B, N) as shares of a turn to (B, N, width): sine and cosine in turns, ever slower. */
  private static NDArray waves(Pass pass, NDArray shares, int width) {
    float[] speeds = new float[width / 2];
    for (int i = 0; i < speeds.length; i++) {
      speeds[i] = (float) Math.pow(SLOWEST, 2.0 * i / width);
    }
    NDArray turned = shares.mul(pass.scalar(TURN)).expandDims(2);
    NDArray angles = turned.div(pass.manager().create(speeds));
    Shape shape = shares.getShape();
    return NDArrays.stack(new NDList(angles.sin(), angles.cos()), 3)
        .reshape(shape.get(0), shape.get(1), width);
  }
}
