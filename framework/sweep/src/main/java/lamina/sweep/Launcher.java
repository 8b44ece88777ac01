package lamina.sweep;

import java.io.IOException;

/** Starts workers. A {@link Sweep} says what is run, a launcher where. */
@FunctionalInterface
public interface Launcher {
  /**
   * Starts a worker on a device; it is not ready yet.
   *
   * @throws IOException where no process can be started
   */
  Worker start(String device) throws IOException;
}
