package lamina.mechanism;

import lamina.config.AttentionChange;

/**
 * A mechanism of attention: a record whose components are its identity, that says what it is
 * ({@link #traits}) and builds itself ({@link #in}). All but plain attention are mechanisms.
 */
public interface Mechanism extends Buildable, AttentionChange {}
