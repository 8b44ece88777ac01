package lamina.mechanism;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * Tokens, and where they stand. Positions are added to what queries and keys are projected from,
 * and not to values.
 *
 * @param values (B, N, D)
 * @param positions (B or 1, N, D); null for none
 */
public record Tokens(NDArray values, @Nullable NDArray positions) {
  /** Other values at the same positions. */
  public Tokens with(NDArray other) {
    return new Tokens(other, positions);
  }

  /** Values and positions together. */
  public NDArray placed() {
    return positions == null ? values : values.add(positions);
  }
}
