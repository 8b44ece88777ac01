package lamina.sweep;

import java.io.IOException;
import java.util.Optional;
import lamina.config.border.Assignment;
import lamina.config.border.WorkerMessage;

/** A worker, seen from outside: told assignments, heard messages. */
public interface Worker extends AutoCloseable {
  void tell(Assignment assignment) throws IOException;

  /** The next message; empty when the worker is gone. Waits. */
  Optional<WorkerMessage> hear();

  /** Whether it can be told anything; may change at any time. */
  boolean isAlive();

  /** What it last said on its standard error, and how it ended; for people. */
  String lastWords();

  /** The exit code of a worker that is gone. */
  int exitCode();

  /** Ends it, at once. */
  @Override
  void close();
}
