package lamina.spark;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import lamina.sweep.Worker;
import org.apache.spark.TaskContext;

/** Ends a task's worker when Spark wants the task to end. */
final class Watch implements AutoCloseable {
  private static final long PERIOD_MILLIS = 200;
  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "lamina watch");
            thread.setDaemon(true);
            return thread;
          });

  private final ScheduledFuture<?> checks;

  Watch(TaskContext context, Worker worker) {
    checks =
        CLOCK.scheduleWithFixedDelay(
            () -> {
              if (context.isInterrupted()) {
                worker.close();
              }
            },
            PERIOD_MILLIS,
            PERIOD_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    checks.cancel(false);
  }
}
