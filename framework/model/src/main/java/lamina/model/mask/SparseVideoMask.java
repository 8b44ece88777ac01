package lamina.model.mask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import lamina.config.SparseMask;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.Pass;
import lamina.model.attention.Mask;
import lamina.model.attention.Matrix;

/**
 * SwinBERT's mask over video tokens (Lin et al., arXiv 2111.13196, section 3.2; official code
 * src/modeling/video_captioning_e2e_vid_swin_bert.py): one learned matrix W for every input, layer
 * and head, P = sigmoid(W) with a diagonal of ones, and (1 - P) · -10000 added to the scores of
 * video tokens for video tokens. Scores of and for text are left alone.
 *
 * <p>With {@code hard} P is 1 from 0.5 on and else 0; then {@link #sparsity} alone moves W.
 */
public final class SparseVideoMask implements MaskPlacing {
  private static final double RULED_OUT = -10_000;
  private static final double HARD_FROM = 0.5;

  private final Declaration.Tensor matrix;
  private final int text;
  private final int video;
  private final boolean hard;
  private final double weight;

  /**
   * Declares W.
   *
   * @param text tokens in front of the video's
   * @param video T, tokens of the video; W is (T, T)
   */
  public SparseVideoMask(Declaration declare, int text, int video, SparseMask config) {
    this.matrix = declare.tensor("matrix", Initializer.normal(), video, video);
    this.text = text;
    this.video = video;
    this.hard = config.hard();
    this.weight = config.weight();
  }

  /** P, (T, T). */
  public NDArray probabilities(Pass pass) {
    NDArray soft = offDiagonal(pass).add(pass.manager().eye(video));
    return hard ? soft.gte(pass.scalar(HARD_FROM)).toType(DataType.FLOAT32, false) : soft;
  }

  /** The mean over T² of sigmoid(W) without its diagonal: a loss, shape (). */
  public NDArray sparsity(Pass pass) {
    return offDiagonal(pass).mean();
  }

  /** What is added to the scores of video tokens for video tokens, (T, T). */
  public NDArray bias(Pass pass) {
    return pass.scalar(1).sub(probabilities(pass)).mul(pass.scalar(RULED_OUT));
  }

  private NDArray offDiagonal(Pass pass) {
    NDArray others = pass.scalar(1).sub(pass.manager().eye(video));
    return Activation.sigmoid(pass.get(matrix)).mul(others);
  }

  @Override
  public Optional<NDArray> penalty(Pass pass) {
    return Optional.of(sparsity(pass).mul(pass.scalar(weight)));
  }

  @Override
  public LayerMasks begin() {
    AtomicReference<Mask> mask = new AtomicReference<>();
    return (pass, layer, x, y) -> {
      if (mask.get() == null) {
        mask.set(new Matrix(whole(pass).expandDims(0)));
      }
      return mask.get();
    };
  }

  /** The bias, and zeros above and beside it. */
  private NDArray whole(Pass pass) {
    if (text == 0) {
      return bias(pass);
    }
    NDArray beside = pass.zeros(new Shape(video, text));
    NDArray above = pass.zeros(new Shape(text, text + video));
    NDArray below = NDArrays.concat(new NDList(beside, bias(pass)), 1);
    return NDArrays.concat(new NDList(above, below), 0);
  }
}
