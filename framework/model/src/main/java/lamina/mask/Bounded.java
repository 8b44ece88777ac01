package lamina.mask;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/** A mask of which every value goes through a bounding function, and which so has full rank. */
public record Bounded(LowRank inside, UnaryOperator<NDArray> bound) implements Mask {
  @Override
  public NDArray matrix() {
    return bound.apply(inside.matrix());
  }

  @Override
  public Bounded rows(long from, long to) {
    return new Bounded(inside.rows(from, to), bound);
  }

  @Override
  public Bounded map(UnaryOperator<NDArray> change) {
    return new Bounded(inside.map(change), bound);
  }
}
