package lamina.mechanism;

import ai.djl.ndarray.NDArray;
import java.util.OptionalInt;
import lamina.model.attention.Chunk;
import lamina.model.attention.Features;
import lamina.model.attention.Steps;
import org.jspecify.annotations.Nullable;

/**
 * Attention whose steps are all plain, for who replaces something around them (sides, heads, join,
 * feed): it goes through the fused kernel where it can.
 */
public class Plain extends Scored {
  public Plain(Site site) {
    super(site);
  }

  @Override
  public final @Nullable NDArray sees(Chunk chunk) {
    return super.sees(chunk);
  }

  @Override
  public final NDArray scores(Chunk chunk) {
    return super.scores(chunk);
  }

  @Override
  public final NDArray weights(Chunk chunk, NDArray scores) {
    return super.weights(chunk, scores);
  }

  @Override
  public final NDArray values(Chunk chunk, NDArray weights) {
    return super.values(chunk, weights);
  }

  @Override
  public final OptionalInt featureWidth(int headWidth) {
    return Steps.PLAIN.featureWidth(headWidth);
  }

  @Override
  public final Features features(Chunk chunk) {
    return Steps.PLAIN.features(chunk);
  }
}
