import ai.djl.ndarray.NDArray;
import java.util.OptionalLong;
import lamina.config.*;
import lamina.mechanism.*;
import lamina.model.*;
import lamina.model.attention.*;

/** From every score a slope times the distance of the two tokens is taken away. */
public record DistanceBias(@Default("0.1") double slope) implements Mechanism {
  public DistanceBias {
    Rule.require(slope > 0, "mask.slope", "be positive", slope);
  }

  /** Places in a sequence tell nothing of tokens in another; nothing is learned, so nothing can be frozen. */
  @Override
  public Traits traits() {
    return Traits.PLAIN.withMask(false).withoutCross().startingPlain(true);
  }

  @Override
  public Built in(Declaration declare, Site site) {
    return new Scored(site) {
      /** What pictures show as the mask. */
      @Override
      public NDArray mask(Chunk chunk) {
        return chunk.distance().mul(chunk.scalar(-slope)).reshape(1, 1, chunk.rows(), chunk.keys());
      }

      @Override
      public NDArray scores(Chunk chunk) {
        return chunk.dot().add(mask(chunk));
      }
    };
  }

  /** No product of matrices more. */
  @Override
  public OptionalLong macs(Site site) {
    return OptionalLong.of(0);
  }
}
