package lamina.spark;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import lamina.config.border.WorkerMessage;
import lamina.sweep.Launcher;
import lamina.sweep.Worker;
import lamina.sweep.cluster.ClusterReply;
import lamina.sweep.cluster.ClusterRequest;

/** A launcher's workers, for a command at the other end of two pipes. */
final class Service {
  private final Launcher launcher;
  private final Consumer<ClusterReply> say;
  private final Map<Integer, Worker> workers = new ConcurrentHashMap<>();
  private final ExecutorService listeners =
      Executors.newCachedThreadPool(
          listener -> {
            Thread thread = new Thread(listener, "lamina worker");
            thread.setDaemon(true);
            return thread;
          });

  Service(Launcher launcher, Consumer<ClusterReply> say) {
    this.launcher = launcher;
    this.say = say;
  }

  /**
   * Does what is asked.
   *
   * @throws IOException where no worker can be started
   */
  void take(ClusterRequest request) throws IOException {
    if (request instanceof ClusterRequest.Start start) {
      Worker worker = launcher.start(start.device());
      workers.put(start.worker(), worker);
      listeners.execute(() -> listen(start.worker(), worker));
      return;
    }
    Worker worker = workers.get(request.worker());
    if (worker == null) {
      return;
    }
    if (request instanceof ClusterRequest.Tell tell) {
      worker.tell(tell.assignment());
    } else {
      worker.close();
    }
  }

  private void listen(int number, Worker worker) {
    for (Optional<WorkerMessage> heard = worker.hear(); heard.isPresent(); heard = worker.hear()) {
      say.accept(new ClusterReply.Heard(number, heard.get()));
    }
    workers.remove(number);
    worker.close();
    say.accept(new ClusterReply.Gone(number, worker.exitCode(), worker.lastWords()));
  }
}
