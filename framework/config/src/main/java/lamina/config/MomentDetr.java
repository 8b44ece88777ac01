package lamina.config;

import static lamina.config.Rule.atLeast;

import java.util.List;
import java.util.function.Function;

/**
 * Moment-DETR (Lei et al., arXiv 2107.09609): clips and words attend to each other in one encoder,
 * and a plain decoder with learned queries finds the moments. A mask acts on the encoder.
 *
 * @param queries moments that are proposed for a video
 * @param decoderLayers layers of the decoder; the backbone's layers are the encoder's
 */
public record MomentDetr(int queries, int decoderLayers) implements Detector {
  public MomentDetr {
    atLeast(1, "task.detector.queries", queries);
    atLeast(1, "task.detector.decoderLayers", decoderLayers);
  }

  @Override
  public <R> R fold(Function<QdDetr, R> qdDetr, Function<MomentDetr, R> momentDetr) {
    return momentDetr.apply(this);
  }

  @Override
  public Place place() {
    List<Kind> kinds =
        List.of(new Kind("video", MomentsData.CLIPS), new Kind("text", MomentsData.WORDS));
    return Place.of("Moment-DETR's encoder", kinds, true).padded();
  }
}
