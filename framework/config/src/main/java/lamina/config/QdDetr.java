package lamina.config;

import static lamina.config.Rule.atLeast;

import java.util.List;
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

  /** The official code's padding hides words of one example for the padding of another. */
  private Place.Pairs hidden() {
    return paddingOrder == PaddingOrder.OFFICIAL ? Place.Pairs.SOMETIMES_HIDDEN : Place.Pairs.SEEN;
  }

  @Override
  public Place place() {
    Kind video = new Kind("video", MomentsData.CLIPS);
    Kind text = new Kind("text", MomentsData.WORDS);
    return switch (masked) {
      case CROSS_ATTENTION ->
          new Place(
              "QD-DETR's attention from clips to words",
              List.of(video),
              List.of(text),
              false,
              true,
              hidden(),
              true);
      case SELF_ATTENTION ->
          Place.of("QD-DETR's encoder", List.of(new Kind("global", 1), video), true).padded();
    };
  }

  @Override
  public QdDetr unmasked() {
    return withMasked(MaskedAttention.CROSS_ATTENTION);
  }
}
