package lamina.mask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.Pass;

/**
 * SwinBERT's mask over video tokens (Lin et al., arXiv 2111.13196, section 3.2; official code
 * src/modeling/video_captioning_e2e_vid_swin_bert.py): one learned matrix W for every input, layer
 * and head, P = sigmoid(W) with a diagonal of ones, and (1 - P) · -10000 added to the scores of
 * video tokens for video tokens. Scores of and for text are left alone.
 *
 * <p>With {@code hard} P is 1 from 0.5 on and else 0; then {@link #sparsity} alone moves W.
 */
final class SparseMatrix {
  private static final double RULED_OUT = -10_000;
  private static final double HARD_FROM = 0.5;

  private final Declaration.Tensor matrix;
  private final int text;
  private final int video;
  private final boolean hard;

  /**
   * Declares W.
   *
   * @param text tokens in front of the video's
   * @param video T, tokens of the video; W is (T, T)
   */
  SparseMatrix(Declaration declare, int text, int video, boolean hard) {
    this.matrix = declare.tensor("matrix", Initializer.normal(), video, video);
    this.text = text;
    this.video = video;
    this.hard = hard;
  }

  /** P, (T, T). */
  NDArray probabilities(Pass pass) {
    NDArray soft = offDiagonal(pass).add(pass.manager().eye(video));
    return hard ? soft.gte(pass.scalar(HARD_FROM)).toType(DataType.FLOAT32, false) : soft;
  }

  /** The mean over T² of sigmoid(W) without its diagonal: a loss, shape (). */
  NDArray sparsity(Pass pass) {
    return offDiagonal(pass).mean();
  }

  /** What is added to the scores of video tokens for video tokens, (T, T). */
  NDArray bias(Pass pass) {
    return pass.scalar(1).sub(probabilities(pass)).mul(pass.scalar(RULED_OUT));
  }

  private NDArray offDiagonal(Pass pass) {
    NDArray others = pass.scalar(1).sub(pass.manager().eye(video));
    return Activation.sigmoid(pass.get(matrix)).mul(others);
  }

  /**
   * The bias, and zeros above and beside it, (N, N).
   *
   * @param tokens N; where there are fewer than at most, the leading rows and columns are taken
   */
  NDArray whole(Pass pass, long tokens) {
    long here = tokens - text;
    NDArray bias =
        here == video ? bias(pass) : bias(pass).get(new NDIndex(":" + here + ", :" + here));
    if (text == 0) {
      return bias;
    }
    NDArray beside = pass.zeros(new Shape(here, text));
    NDArray above = pass.zeros(new Shape(text, tokens));
    NDArray below = NDArrays.concat(new NDList(beside, bias), 1);
    return NDArrays.concat(new NDList(above, below), 0);
  }
}
