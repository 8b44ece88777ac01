package lamina.spark;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lamina.config.border.WorkerMessage;
import lamina.sweep.Launcher;
import lamina.sweep.Worker;

/** Worker processes of a machine, by device; started when there is no idle one. */
final class WorkerPool implements AutoCloseable {
  private static final int STARTS = 2;
  private static final int BAD_INPUT = 2;

  private final Launcher launcher;
  private final Map<String, Deque<Worker>> idle = new HashMap<>();
  private final Set<Worker> all = new HashSet<>();

  WorkerPool(Launcher launcher) {
    this.launcher = launcher;
  }

  /**
   * A worker that is ready. One that dies while it starts, without refusing, is started once more.
   *
   * @throws IOException where none starts; the message is what it said
   */
  Worker take(String device) throws IOException {
    Optional<Worker> waiting = idle(device);
    return waiting.isPresent() ? waiting.get() : started(device, STARTS);
  }

  /** One that has died in the meantime is no trial's fault. */
  private synchronized Optional<Worker> idle(String device) {
    Deque<Worker> waiting = idle.computeIfAbsent(device, key -> new ArrayDeque<>());
    while (!waiting.isEmpty()) {
      Worker next = waiting.pop();
      if (next.isAlive()) {
        return Optional.of(next);
      }
      forget(next);
    }
    return Optional.empty();
  }

  private Worker started(String device, int starts) throws IOException {
    Worker worker = launcher.start(device);
    if (worker.hear().orElse(null) instanceof WorkerMessage.Ready) {
      synchronized (this) {
        all.add(worker);
      }
      return worker;
    }
    worker.close();
    if (starts > 1 && worker.exitCode() != BAD_INPUT) {
      return started(device, starts - 1);
    }
    throw new IOException(worker.lastWords());
  }

  synchronized void giveBack(String device, Worker worker) {
    idle.computeIfAbsent(device, key -> new ArrayDeque<>()).push(worker);
  }

  synchronized void forget(Worker worker) {
    all.remove(worker);
    worker.close();
  }

  @Override
  public synchronized void close() {
    all.forEach(Worker::close);
  }
}
