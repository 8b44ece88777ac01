package lamina.spark;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import lamina.config.TrialId;
import lamina.config.border.Assignment;
import lamina.config.border.RunFolder;
import lamina.config.border.WorkerMessage;
import lamina.spark.Call.Answer;
import lamina.sweep.Worker;
import org.jspecify.annotations.Nullable;

/**
 * A worker that gives each of its trials to Spark. Where a machine dies Spark starts the trial
 * again elsewhere, which nobody sees here; where the trial's worker process dies, this worker does.
 */
final class SparkWorker implements Worker {
  private static final int UNWRITABLE = 3;
  private static final int KILLED = 137;
  private static final int LOST = -1;

  private final Desk desk;
  private final Jobs jobs;
  private final BlockingQueue<Optional<WorkerMessage>> heard = new LinkedBlockingQueue<>();
  private @Nullable String attempt;
  private boolean closed;
  private volatile int exitCode = KILLED;
  private volatile String lastWords = "";

  SparkWorker(Desk desk, Jobs jobs, String device) {
    this.desk = desk;
    this.jobs = jobs;
    heard.add(Optional.of(new WorkerMessage.Ready(device)));
  }

  @Override
  public synchronized void tell(Assignment assignment) {
    if (closed) {
      return;
    }
    String id = UUID.randomUUID().toString();
    attempt = id;
    RunFolder folder = new RunFolder(Path.of(assignment.folder()));
    TrialId trial = new TrialId(folder.path().getFileName().toString());
    Attempt taken = new Attempt(folder, message -> heard.add(Optional.of(message)));
    desk.open(id, taken);
    jobs.execute(
        () -> {
          Order order = new Order(id, assignment.trial(), assignment.folder(), assignment.code());
          Ending ending = run(order, trial.brief());
          desk.close(id);
          ended(trial, ending, taken.trouble());
        });
  }

  private Ending run(Order order, String title) {
    try {
      return jobs.run(order, "trial " + title);
    } catch (Throwable e) {
      // whatever it is, somebody waits for the trial's end
      return new Ending(Answer.GO, LOST, false, String.valueOf(e.getMessage()));
    }
  }

  private synchronized void ended(TrialId trial, Ending ending, String trouble) {
    attempt = null;
    if (closed) {
      heard.add(Optional.empty());
      return;
    }
    switch (ending.answer()) {
      case RECORDED ->
          heard.add(Optional.of(new WorkerMessage.Ended(trial, WorkerMessage.Ending.RECORDED)));
      case BUSY ->
          heard.add(Optional.of(new WorkerMessage.Ended(trial, WorkerMessage.Ending.BUSY)));
      case UNWRITABLE -> {
        heard.add(Optional.of(new WorkerMessage.Stopped(trouble)));
        die(UNWRITABLE, trouble);
      }
      case OVER -> die(KILLED, "its time was over");
      case GO -> {
        if (ending.stopped()) {
          heard.add(Optional.of(new WorkerMessage.Stopped(ending.lastWords())));
        }
        die(ending.exitCode(), ending.lastWords());
      }
    }
  }

  private void die(int code, String words) {
    exitCode = code;
    lastWords = words;
    heard.add(Optional.empty());
  }

  @Override
  public Optional<WorkerMessage> hear() {
    try {
      return heard.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public synchronized boolean isAlive() {
    return !closed;
  }

  @Override
  public String lastWords() {
    return lastWords;
  }

  @Override
  public int exitCode() {
    return exitCode;
  }

  /** What its trial sends from now on is not taken. */
  @Override
  public void close() {
    String id;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      id = attempt;
      if (id == null) {
        heard.add(Optional.empty());
      }
    }
    if (id != null) {
      desk.close(id);
      jobs.cancel(id);
    }
  }
}
