package lamina.model.attention;

import ai.djl.ndarray.NDArray;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The steps between queries, keys and values on one side and attended values on the other. Each is
 * given a {@link Chunk}: some rows of one layer. By default they are plain attention's, softmax(Q
 * Kᵀ / sqrt(dk)) V; a step that is replaced works in every form that computes rows some at a time.
 */
public interface Steps {
  /** Plain attention. */
  Steps PLAIN =
      new Steps() {
        @Override
        public OptionalInt featureWidth(int headWidth) {
          return OptionalInt.of(headWidth);
        }

        @Override
        public Features features(Chunk chunk) {
          return new Features(chunk.scaledQ(), chunk.k());
        }
      };

  /**
   * Which pairs may be seen beside what the model hides; it may empty a row, whose attended values
   * are then 0.
   *
   * @return booleans that broadcast to (B, H, rows, Nk); null for all
   */
  default @Nullable NDArray sees(Chunk chunk) {
    return null;
  }

  /** The scores, (B, H, rows, Nk), nothing hidden. */
  default NDArray scores(Chunk chunk) {
    return chunk.dot();
  }

  /**
   * What multiplies the values, before dropout: who replaces it hides what may not be seen.
   *
   * @param scores (B, H, rows, Nk)
   * @return (B, H, rows, Nk)
   */
  default NDArray weights(Chunk chunk, NDArray scores) {
    return chunk.softmax(scores);
  }

  /**
   * The attended values.
   *
   * @param weights after dropout, (B, H, rows, Nk)
   * @return (B, H, rows, dv)
   */
  default NDArray values(Chunk chunk, NDArray weights) {
    return weights.matMul(chunk.v());
  }

  /**
   * The mask that the scores meet, for observers: (B or 1, rows, Nk), or (B or 1, H, rows, Nk)
   * where heads differ. It depends on sides and tensors alone. Null for none.
   */
  default @Nullable NDArray mask(Chunk chunk) {
    return null;
  }

  /**
   * The width of features whose dot product is the score, where there are such features: they go
   * through the fused kernel, which has a softmax of its own. So only steps that leave {@link
   * #sees}, {@link #weights} and {@link #values} plain may have features.
   *
   * @param headWidth dk
   */
  default OptionalInt featureWidth(int headWidth) {
    return OptionalInt.empty();
  }

  /** Queries and keys whose dot product is the score; asked for where {@link #featureWidth} is. */
  default Features features(Chunk chunk) {
    throw new IllegalArgumentException("these steps have no features: " + this);
  }
}
