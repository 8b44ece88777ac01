package lamina.model.detector;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;
import lamina.config.AttentionMask;
import lamina.config.MaskedAttention;
import lamina.config.MomentsData;
import lamina.config.PaddingOrder;
import lamina.config.Place;
import lamina.config.QdDetr;
import lamina.config.Transformer;
import lamina.mask.NoMask;
import lamina.mechanism.EncoderStyle;
import lamina.mechanism.EncoderStyle.Residuals;
import lamina.mechanism.Tokens;
import lamina.model.Batch;
import lamina.model.Declaration;
import lamina.model.Initializer;
import lamina.model.Linear;
import lamina.model.LinearStart;
import lamina.model.Pass;
import lamina.model.attention.Kinds;
import lamina.model.attention.Visible;
import lamina.model.encoder.Encoder;

/**
 * QD-DETR (Moon et al., arXiv 2303.13874; official code qd_detr/model.py and transformer.py): clips
 * attend to words; then clips and a global token attend to each other; a decoder with moving
 * anchors proposes moments; a clip's saliency is its product with the global token.
 */
final class QdDetrModel implements MomentDetector {
  private final int width;
  private final int heads;
  private final QdDetr config;
  private final FeatureProjection video;
  private final FeatureProjection text;
  private final Declaration.Tensor globalToken;
  private final Declaration.Tensor globalPosition;
  private final Encoder textToVideo;
  private final Encoder encoder;
  private final AnchorDecoder decoder;
  private final DetectionHeads detection;
  private final Linear clipSaliency;
  private final Linear globalSaliency;

  QdDetrModel(Declaration declare, QdDetr config, DetectorConfig parts) {
    Transformer backbone = parts.backbone();
    this.width = backbone.width();
    this.heads = backbone.heads();
    this.config = config;
    this.video = parts.video(declare);
    this.text = parts.text(declare);
    declareTextPositions(declare.in("unused-text-positions"));
    this.globalToken = declare.tensor("global-token", Initializer.normal(), width);
    this.globalPosition = declare.tensor("global-position", Initializer.normal(), width);
    this.textToVideo =
        encoder(
            declare.in("text-to-video"),
            MaskedAttention.CROSS_ATTENTION,
            parts,
            new EncoderStyle(LinearStart.XAVIER, Residuals.POST_AROUND_BOTH, 0));
    this.encoder =
        encoder(
            declare.in("encoder"),
            MaskedAttention.SELF_ATTENTION,
            parts,
            new EncoderStyle(LinearStart.XAVIER, Residuals.POST, backbone.layers()));
    this.decoder =
        new AnchorDecoder(
            declare.in("decoder"), backbone, config.queries(), config.decoderLayers());
    this.detection = new DetectionHeads(declare.in("heads"), width);
    this.clipSaliency = new Linear(declare.in("clip-saliency"), width, width);
    this.globalSaliency = new Linear(declare.in("global-saliency"), width, width);
  }

  /**
   * The official model has positions for words that it never uses: they are here so that parameters
   * count the same.
   */
  private void declareTextPositions(Declaration declare) {
    declare.tensor("positions", Initializer.normal(), MomentsData.WORDS, width);
    declare.tensor("gain", Initializer.constant(1), width);
    declare.tensor("offset", Initializer.constant(0), width);
  }

  private Encoder encoder(
      Declaration declare, MaskedAttention which, DetectorConfig parts, EncoderStyle style) {
    AttentionMask here = which == config.masked() ? parts.mask() : new NoMask();
    return new Encoder(declare, parts.backbone(), here, place(which), style);
  }

  private Place place(MaskedAttention which) {
    return config.withMasked(which).place();
  }

  @Override
  public MomentOutput forward(Pass pass, MomentInput input, boolean negatives) {
    NDArray clips = video.forward(pass, input.video());
    NDArray words = text.forward(pass, input.text());
    NDArray positions = SinePositions.ofTokens(pass, input.clips(), width);
    Tokens placed = new Tokens(clips, positions);
    Encoded encoded = encode(pass, placed, input.clips(), words, input.words());
    Memory memory = new Memory(encoded.clips(), positions, Visible.keys(input.clips()));
    List<Proposals> proposals =
        decoder.forward(pass, memory).stream()
            .map(layer -> detection.forward(pass, layer.values(), layer.anchors()))
            .toList();
    NDArray negative = null;
    if (negatives && clips.getShape().get(0) > 1) {
      NDArray otherWords = Batch.rolled(words);
      NDArray otherReal = Batch.rolled(input.words());
      negative =
          pass.quietly(
              () -> saliency(pass, encode(pass, placed, input.clips(), otherWords, otherReal)));
    }
    return new MomentOutput(proposals, saliency(pass, encoded), negative);
  }

  /**
   * Clips and the global token after both encoders.
   *
   * @param clips (B, Nv, D)
   * @param global (B, 1, D)
   */
  private record Encoded(NDArray clips, NDArray global) {}

  private Encoded encode(
      Pass pass, Tokens clips, NDArray realClips, NDArray words, NDArray realWords) {
    Visible seen = Visible.keys(realWords).andQueries(realClips);
    if (config.paddingOrder() == PaddingOrder.OFFICIAL) {
      seen = seen.andPairs(PaddingQuirk.seen(realClips, realWords, heads));
    }
    long videoTokens = clips.values().getShape().get(1);
    Kinds across =
        Kinds.cross(place(MaskedAttention.CROSS_ATTENTION), videoTokens, words.getShape().get(1));
    NDArray read = textToVideo.forward(pass, clips, new Tokens(words, null), seen, across);
    long examples = read.getShape().get(0);
    NDArray token = pass.get(globalToken).reshape(1, 1, width).broadcast(examples, 1, width);
    NDArray place = pass.get(globalPosition).reshape(1, 1, width).broadcast(examples, 1, width);
    Tokens together = new Tokens(inFront(token, read), inFront(place, clips.positions()));
    NDArray one = realClips.get(":, 0:1").onesLike();
    Kinds among = Kinds.of(place(MaskedAttention.SELF_ATTENTION), 1, videoTokens);
    NDArray encoded =
        encoder.forward(pass, together, null, Visible.keys(inFront(one, realClips)), among);
    return new Encoded(encoded.get(":, 1:"), encoded.get(":, 0:1"));
  }

  private static NDArray inFront(NDArray first, NDArray rest) {
    return NDArrays.concat(new NDList(first, rest), 1);
  }

  private NDArray saliency(Pass pass, Encoded encoded) {
    NDArray clips = clipSaliency.forward(pass, encoded.clips());
    NDArray global = globalSaliency.forward(pass, encoded.global());
    return clips.mul(global).sum(new int[] {2}).mul(pass.scalar(1 / Math.sqrt(width)));
  }
}
