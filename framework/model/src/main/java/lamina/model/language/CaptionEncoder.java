package lamina.model.language;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.function.UnaryOperator;
import lamina.config.Transformer;
import lamina.mechanism.EncoderStyle;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.LayerNorm;
import lamina.model.Linear;
import lamina.model.Pass;
import lamina.model.attention.CaptionPattern;
import lamina.model.attention.Visible;
import lamina.model.encoder.Encoder;
import org.jspecify.annotations.Nullable;

/**
 * A Transformer encoder over one sequence [caption, video] that predicts masked words of the
 * caption, as SwinBERT has it (Lin et al., arXiv 2111.13196, on BERT, arXiv 1810.04805). Who sees
 * whom says {@link CaptionPattern}. Words have learned positions; video tokens have them where
 * their own encoder gave them none.
 *
 * <p>A mask M over the whole sequence is (B, N, N), N = T + video tokens: its first T rows and
 * columns stand for places of the caption and the rest for video tokens, in the order of the
 * sequence. Where columns are positions (LAM as in the paper, and static matrices) that holds only
 * if the video starts at the same column in every batch: so every caption is padded to T. M is
 * fused with all scores first, and what the pattern hides is ruled out afterwards.
 */
public final class CaptionEncoder {
  /** BERT's: about normal with a standard deviation of 0.02. */
  private static final Initializer START = Initializer.uniform(0.02 * Math.sqrt(3));

  private final CaptionEncoderConfig config;
  private final TokenTable words;
  private final Declaration.Tensor positions;
  private final LayerNorm textNorm;
  private final Linear video;
  private final LayerNorm videoNorm;
  private final Declaration.@Nullable Tensor videoPositions;
  private final Encoder encoder;
  private final Linear transform;
  private final LayerNorm transformNorm;
  private final Declaration.Tensor outputBias;

  public CaptionEncoder(Declaration declare, CaptionEncoderConfig config) {
    Transformer backbone = config.backbone();
    int width = backbone.width();
    this.config = config;
    this.words = new TokenTable(declare.in("words"), config.vocabulary(), width, START);
    this.positions = declare.tensor("positions", START, config.textTokens(), width);
    this.textNorm = new LayerNorm(declare.in("text-norm"), width);
    this.video = new Linear(declare.in("video"), config.videoFeatures(), width);
    this.videoNorm = new LayerNorm(declare.in("video-norm"), width);
    this.videoPositions =
        config.videoPositions()
            ? declare.tensor("video-positions", START, config.videoTokens(), width)
            : null;
    this.encoder =
        new Encoder(
            declare.in("encoder"),
            declare.in("mask"),
            backbone,
            config.mask(),
            config.place(),
            EncoderStyle.of(backbone),
            UnaryOperator.identity());
    this.transform = new Linear(declare.in("transform"), width, width);
    this.transformNorm = new LayerNorm(declare.in("transform-norm"), width);
    this.outputBias = declare.tensor("output-bias", Initializer.constant(0), config.vocabulary());
  }

  /**
   * Scores of every place's word before a softmax, (B, T, V). What a padded place says means
   * nothing.
   *
   * @param caption words and mask tokens, padded at the end to (B, T)
   * @param videos (B, video tokens, F)
   */
  public NDArray forward(Pass pass, int[][] caption, VideoTokens videos) {
    Shape expected = new Shape(caption.length, config.videoTokens(), config.videoFeatures());
    if (!videos.features().getShape().equals(expected)) {
      throw new IllegalArgumentException(
          "video features must be of shape %s, got %s"
              .formatted(expected, videos.features().getShape()));
    }
    NDArray embedded = words.forward(pass, caption);
    if (caption[0].length != config.textTokens()) {
      throw new IllegalArgumentException(
          "captions must be padded to %d tokens, got %d"
              .formatted(config.textTokens(), caption[0].length));
    }
    NDArray text = textNorm.forward(pass, embedded.add(pass.get(positions)));
    NDArray together = NDArrays.concat(new NDList(text, embedded(pass, videos)), 1);
    NDArray encoded =
        encoder.forward(
            pass, pass.dropout(together, config.backbone().dropout()), visible(pass, videos));
    return logits(pass, encoded.get(":, :" + config.textTokens()));
  }

  private NDArray embedded(Pass pass, VideoTokens videos) {
    NDArray projected = video.forward(pass, videos.features());
    NDArray placed = videoPositions == null ? projected : projected.add(pass.get(videoPositions));
    return videoNorm.forward(pass, placed);
  }

  private Visible visible(Pass pass, VideoTokens videos) {
    Visible pattern =
        CaptionPattern.visible(pass.manager(), config.textTokens(), config.videoTokens());
    if (videos.real() == null) {
      return pattern;
    }
    long batch = videos.features().getShape().get(0);
    NDArray text = pass.manager().ones(new Shape(batch, config.textTokens()), DataType.BOOLEAN);
    NDArray real = NDArrays.concat(new NDList(text, videos.real()), 1);
    return Visible.keys(real).andPairs(pattern.pairs());
  }

  private NDArray logits(Pass pass, NDArray encoded) {
    NDArray transformed = Activation.gelu(transform.forward(pass, encoded));
    NDArray normed = transformNorm.forward(pass, transformed);
    return ai.djl.nn.core.Linear.linear(normed, words.weight(pass), pass.get(outputBias)).head();
  }

  CaptionEncoderConfig config() {
    return config;
  }
}
