package lamina.mechanism;

import lamina.config.AttentionChange;
import lamina.config.Traits;
import lamina.config.Transformer;
import lamina.config.own.MechanismJar;

/**
 * A mechanism of attention: a record whose components are its identity, that says what it is
 * ({@link #traits}) and builds itself ({@link #in}). All but plain attention are mechanisms.
 */
public interface Mechanism extends Buildable, AttentionChange {
  /** Plain attention's, unless it says what differs: its contract is held to what it says. */
  @Override
  default Traits traits() {
    return Traits.PLAIN;
  }

  /** Data alone, where it came in a user's jar. */
  @Override
  default AttentionChange resolved(Transformer backbone) {
    return MechanismJar.asData(this);
  }
}
