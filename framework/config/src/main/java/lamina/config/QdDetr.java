package lamina.config;

import static lamina.config.Rule.atLeast;

import java.util.function.Function;

/**
 * QD-DETR (Moon et al., arXiv 2303.13874): clips attend to the words of the query, then to each
 * other and to a global token, and a decoder with moving anchors finds the moments.
 *
 * @param queries moments that are proposed for a video
 * @param decoderLayers layers of the decoder; the backbone's layers are those of each encoder
 * @param masked which attention a mask acts on
 * @param paddingOrder whether padding is handled as it should be or as in the official code
 */
public record QdDetr(
    int queries, int decoderLayers, MaskedAttention masked, PaddingOrder paddingOrder)
    implements Detector {

  public QdDetr {
    atLeast(1, "task.detector.queries", queries);
    atLeast(1, "task.detector.decoderLayers", decoderLayers);
  }

  public QdDetr withMasked(MaskedAttention value) {
    return new QdDetr(queries, decoderLayers, value, paddingOrder);
  }

  @Override
  public <R> R fold(Function<QdDetr, R> qdDetr, Function<MomentDetr, R> momentDetr) {
    return qdDetr.apply(this);
  }

  @Override
  public MaskShape maskShape() {
    return switch (masked) {
      case CROSS_ATTENTION -> new MaskShape(MomentsData.CLIPS, MomentsData.WORDS);
      case SELF_ATTENTION -> new MaskShape(1 + MomentsData.CLIPS, 1 + MomentsData.CLIPS);
    };
  }

  @Override
  public QdDetr resolved(AttentionMask mask) {
    return mask instanceof NoMask ? withMasked(MaskedAttention.CROSS_ATTENTION) : this;
  }
}
