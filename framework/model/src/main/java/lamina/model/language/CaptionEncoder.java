package lamina.model.language;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.Optional;
import lamina.config.AttentionMask;
import lamina.config.MaskShape;
import lamina.config.Transformer;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.LayerNorm;
import lamina.model.Linear;
import lamina.model.Pass;
import lamina.model.attention.Add;
import lamina.model.attention.AttentionForm;
import lamina.model.attention.CaptionPattern;
import lamina.model.encoder.Encoder;
import lamina.model.encoder.EncoderStyle;
import lamina.model.mask.Masking;
import lamina.model.mask.SparseVideoMask;

/**
 * A Transformer encoder over one sequence [caption, video] that predicts masked words of the
 * caption, as SwinBERT has it (Lin et al., arXiv 2111.13196, on BERT, arXiv 1810.04805). Who sees
 * whom says {@link CaptionPattern}. Words have learned positions; video tokens have none beside
 * those that the video's own encoder gave them.
 *
 * <p>A {@link CaptionMask.Whole} mask M is (B, N, N), N = T + video tokens: its first T rows and
 * columns stand for places of the caption and the rest for video tokens, in the order of the
 * sequence. Where columns are positions (LAM as in the paper, and static matrices) that holds only
 * if the video starts at the same column in every batch: so every caption is padded to T. M is
 * fused with all scores first, and what the pattern hides is ruled out afterwards.
 */
public final class CaptionEncoder {
  private final CaptionEncoderConfig config;
  private final TokenTable words;
  private final Declaration.Tensor positions;
  private final LayerNorm textNorm;
  private final Linear video;
  private final LayerNorm videoNorm;
  private final Optional<SparseVideoMask> sparse;
  private final Encoder encoder;
  private final Linear transform;
  private final LayerNorm transformNorm;
  private final Declaration.Tensor outputBias;

  public CaptionEncoder(Declaration declare, CaptionEncoderConfig config) {
    Transformer backbone = config.backbone();
    int width = backbone.width();
    this.config = config;
    this.words = new TokenTable(declare.in("words"), config.vocabulary(), width, Decoder.START);
    this.positions = declare.tensor("positions", Decoder.START, config.textTokens(), width);
    this.textNorm = new LayerNorm(declare.in("text-norm"), width);
    this.video = new Linear(declare.in("video"), config.videoFeatures(), width);
    this.videoNorm = new LayerNorm(declare.in("video-norm"), width);
    Declaration mask = declare.in("mask");
    this.sparse =
        config.mask() instanceof CaptionMask.SparseVideo chosen
            ? Optional.of(
                new SparseVideoMask(mask, config.textTokens(), config.videoTokens(), chosen.hard()))
            : Optional.empty();
    this.encoder = encoder(declare.in("encoder"), masking(mask));
    this.transform = new Linear(declare.in("transform"), width, width);
    this.transformNorm = new LayerNorm(declare.in("transform-norm"), width);
    this.outputBias = declare.tensor("output-bias", Initializer.constant(0), config.vocabulary());
  }

  private Masking masking(Declaration declare) {
    if (config.mask() instanceof CaptionMask.Whole whole) {
      AttentionMask chosen = whole.mask();
      MaskShape shape = new MaskShape(config.tokens(), config.tokens());
      return Masking.of(declare, chosen, config.backbone(), shape);
    }
    return new Masking(sparse.orElseThrow(), new Add());
  }

  /** In chunks, since pairs that may not be seen have no features for the fused kernel. */
  private Encoder encoder(Declaration declare, Masking masking) {
    Transformer backbone = config.backbone();
    return new Encoder(
        declare,
        backbone,
        masking,
        fusion -> AttentionForm.CHUNKED.attention(fusion, backbone.dropout()),
        EncoderStyle.of(backbone));
  }

  /**
   * Scores of every place's word before a softmax, (B, T, V). What a padded place says means
   * nothing.
   *
   * @param caption words and mask tokens, padded at the end to (B, T)
   * @param videoFeatures (B, video tokens, F)
   */
  public NDArray forward(Pass pass, int[][] caption, NDArray videoFeatures) {
    Shape expected = new Shape(caption.length, config.videoTokens(), config.videoFeatures());
    if (!videoFeatures.getShape().equals(expected)) {
      throw new IllegalArgumentException(
          "video features must be of shape %s, got %s"
              .formatted(expected, videoFeatures.getShape()));
    }
    NDArray embedded = words.forward(pass, caption);
    if (caption[0].length != config.textTokens()) {
      throw new IllegalArgumentException(
          "captions must be padded to %d tokens, got %d"
              .formatted(config.textTokens(), caption[0].length));
    }
    NDArray text = textNorm.forward(pass, embedded.add(pass.get(positions)));
    NDArray seen = videoNorm.forward(pass, video.forward(pass, videoFeatures));
    NDArray together = NDArrays.concat(new NDList(text, seen), 1);
    NDArray encoded =
        encoder.forward(
            pass,
            pass.dropout(together, config.backbone().dropout()),
            CaptionPattern.visible(pass.manager(), config.textTokens(), config.videoTokens()));
    return logits(pass, encoded.get(":, :" + config.textTokens()));
  }

  private NDArray logits(Pass pass, NDArray encoded) {
    NDArray transformed = Activation.gelu(transform.forward(pass, encoded));
    NDArray normed = transformNorm.forward(pass, transformed);
    return ai.djl.nn.core.Linear.linear(normed, words.weight(pass), pass.get(outputBias)).head();
  }

  /**
   * SwinBERT's sparsity loss, shape (), to be added with a weight.
   *
   * @throws IllegalStateException for another mask
   */
  public NDArray sparsity(Pass pass) {
    return sparse
        .orElseThrow(
            () -> new IllegalStateException("only a sparse video mask has a sparsity loss"))
        .sparsity(pass);
  }

  CaptionEncoderConfig config() {
    return config;
  }
}
