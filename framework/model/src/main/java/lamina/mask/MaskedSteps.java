package lamina.mask;

import ai.djl.ndarray.NDArray;
import java.util.OptionalInt;
import lamina.model.attention.Chunk;
import lamina.model.attention.Features;
import lamina.model.attention.Steps;

/**
 * The steps of attention whose scores meet a mask M before the softmax, the same for all heads. A
 * layer's {@link Mask} is its side.
 *
 * @param fusion how it meets the scores
 * @param rank of a mask that is always a {@link LowRank}; empty for others
 */
public record MaskedSteps(MaskFusion fusion, OptionalInt rank) implements Steps {
  @Override
  public NDArray mask(Chunk chunk) {
    return ((Mask) chunk.side()).matrix();
  }

  @Override
  public NDArray scores(Chunk chunk) {
    NDArray scores = chunk.dot();
    return fusion.fusion().fuse(chunk, scores, mask(chunk).expandDims(1));
  }

  @Override
  public OptionalInt featureWidth(int headWidth) {
    return rank.isEmpty() ? rank : fusion.fusion().featureWidth(headWidth, rank.getAsInt());
  }

  @Override
  public Features features(Chunk chunk) {
    if (!(chunk.side() instanceof LowRank mask)) {
      throw new IllegalArgumentException("a mask of full rank has no features: " + chunk.side());
    }
    Fusion how = fusion.fusion();
    NDArray q = how.features(chunk.scaledQ(), mask.queryFactors(chunk));
    return new Features(q, how.features(chunk.k(), mask.keyFactors(chunk.keys())));
  }
}
