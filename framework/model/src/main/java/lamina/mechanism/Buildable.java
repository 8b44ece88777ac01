package lamina.mechanism;

import java.util.OptionalLong;
import lamina.config.AttentionMask;
import lamina.config.ConfigException;
import lamina.model.Declaration;

/** A mask that can be built into an encoder. */
public interface Buildable extends AttentionMask {
  /**
   * Declares what it adds to an encoder before all of its layers, and builds it.
   *
   * @param declare whose names start with the encoder's, then {@code mask}
   */
  Built in(Declaration declare, Site site);

  /**
   * Multiplications, each with its addition, that a forward pass of one example has more than with
   * plain attention, in all layers together; empty where nobody has counted them.
   */
  default OptionalLong macs(Site site) {
    return OptionalLong.empty();
  }

  /**
   * A mask as what builds it.
   *
   * @throws ConfigException where it is data alone
   */
  static Buildable of(AttentionMask mask) {
    if (mask.loaded() instanceof Buildable buildable) {
      return buildable;
    }
    throw new ConfigException("mask must be one that can be built, got " + mask.kind());
  }
}
