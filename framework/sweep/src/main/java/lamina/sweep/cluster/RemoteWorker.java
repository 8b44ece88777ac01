package lamina.sweep.cluster;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import lamina.config.border.Assignment;
import lamina.config.border.WorkerMessage;
import lamina.sweep.RunException;
import lamina.sweep.Worker;
import org.jspecify.annotations.Nullable;

/** A cluster's worker, seen from the command. */
final class RemoteWorker implements Worker {
  private final int number;
  private final Line line;
  private final BlockingQueue<Optional<WorkerMessage>> heard = new LinkedBlockingQueue<>();
  private volatile ClusterReply.@Nullable Gone gone;
  private volatile @Nullable String lost;

  /** The way to the driver. */
  @FunctionalInterface
  interface Line {
    void send(ClusterRequest request) throws IOException;
  }

  RemoteWorker(int number, Line line) {
    this.number = number;
    this.line = line;
  }

  void heard(WorkerMessage message) {
    heard.add(Optional.of(message));
  }

  void gone(ClusterReply.Gone how) {
    gone = how;
    heard.add(Optional.empty());
  }

  /** The driver is gone, which is no trial's fault. */
  void lost(String why) {
    lost = why;
    heard.add(Optional.empty());
  }

  @Override
  public void tell(Assignment assignment) throws IOException {
    try {
      line.send(new ClusterRequest.Tell(number, assignment));
    } catch (IOException driverGone) {
      awaitEnd();
      throw driverGone;
    }
  }

  /**
   * @throws RunException where the driver is gone
   */
  @Override
  public Optional<WorkerMessage> hear() {
    try {
      Optional<WorkerMessage> next = heard.take();
      if (next.isEmpty()) {
        heard.add(next);
        if (lost != null) {
          throw new RunException(lost);
        }
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public boolean isAlive() {
    return gone == null && lost == null;
  }

  @Override
  public String lastWords() {
    return awaitEnd().lastWords();
  }

  @Override
  public int exitCode() {
    return awaitEnd().exitCode();
  }

  private ClusterReply.Gone awaitEnd() {
    while (hear().isPresent()) {
      // what it said before it went is of no use any more
    }
    ClusterReply.Gone how = gone;
    return how == null ? new ClusterReply.Gone(number, -1, "") : how;
  }

  @Override
  public void close() {
    if (isAlive()) {
      try {
        line.send(new ClusterRequest.Close(number));
      } catch (IOException driverGone) {
        // there is nothing to end
      }
    }
  }
}
