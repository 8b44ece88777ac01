package lamina.model.detector;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;
import lamina.config.AttentionMask;
import lamina.config.MomentDetr;
import lamina.config.Place;
import lamina.config.Transformer;
import lamina.mechanism.EncoderStyle;
import lamina.mechanism.EncoderStyle.Residuals;
import lamina.mechanism.Tokens;
import lamina.model.Declaration;
import lamina.model.Linear;
import lamina.model.LinearStart;
import lamina.model.Pass;
import lamina.model.attention.Kinds;
import lamina.model.attention.Visible;
import lamina.model.encoder.Encoder;

/**
 * Moment-DETR (Lei et al., arXiv 2107.09609; official code moment_detr/model.py): clips and words
 * in one sequence attend to each other, a plain decoder proposes moments, and a clip's saliency is
 * read off its encoding. It scores no negative pairs.
 */
final class MomentDetrModel implements MomentDetector {
  private final int width;
  private final FeatureProjection video;
  private final FeatureProjection text;
  private final Place place;
  private final Encoder encoder;
  private final PlainDecoder decoder;
  private final DetectionHeads detection;
  private final Linear saliency;

  MomentDetrModel(Declaration declare, MomentDetr config, DetectorConfig parts) {
    Transformer backbone = parts.backbone();
    AttentionMask mask = parts.mask();
    this.width = backbone.width();
    this.video = parts.video(declare);
    this.text = parts.text(declare);
    this.place = config.place();
    this.encoder =
        new Encoder(
            declare.in("encoder"),
            backbone,
            mask,
            place,
            new EncoderStyle(LinearStart.XAVIER, Residuals.POST, 0));
    this.decoder =
        new PlainDecoder(declare.in("decoder"), backbone, config.queries(), config.decoderLayers());
    this.detection = new DetectionHeads(declare.in("heads"), width);
    this.saliency = new Linear(declare.in("saliency"), width, 1);
  }

  @Override
  public MomentOutput forward(Pass pass, MomentInput input, boolean negatives) {
    NDArray clips = video.forward(pass, input.video());
    NDArray words = text.forward(pass, input.text());
    NDArray places = SinePositions.ofTokens(pass, input.clips(), width);
    NDArray positions = concat(places, pass.zeros(words.getShape()));
    Visible seen = Visible.keys(concat(input.clips(), input.words()));
    NDArray encoded =
        encoder.forward(
            pass,
            new Tokens(concat(clips, words), positions),
            null,
            seen,
            Kinds.of(place, clips.getShape().get(1), words.getShape().get(1)));
    Memory memory = new Memory(encoded, positions, seen);
    List<Proposals> proposals =
        decoder.forward(pass, memory).stream()
            .map(queries -> detection.forward(pass, queries, null))
            .toList();
    NDArray ofClips = encoded.get(":, :" + clips.getShape().get(1));
    return new MomentOutput(proposals, saliency.forward(pass, ofClips).squeeze(2), null);
  }

  private static NDArray concat(NDArray a, NDArray b) {
    return NDArrays.concat(new NDList(a, b), 1);
  }
}
