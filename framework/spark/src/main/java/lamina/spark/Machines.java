package lamina.spark;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import lamina.sweep.RunException;
import lamina.sweep.cluster.ClusterReply;
import lamina.sweep.cluster.ClusterSettings;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.jspecify.annotations.Nullable;

/** The executors of the application, and what they offer. */
final class Machines extends SparkListener {
  private static final String PATIENCE = "spark.scheduler.maxRegisteredResourcesWaitingTime";
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long POLL_MILLIS = 50;

  private final ClusterSettings settings;
  private final int gpus;
  private final long patienceSeconds;
  private final Consumer<String> broken;
  private final Map<String, Integer> slots = new ConcurrentHashMap<>();
  private volatile long lastChange = System.nanoTime();
  private volatile String lastLoss = "";
  private volatile boolean awaited;
  private volatile boolean endExpected;
  private volatile @Nullable String refusal;

  Machines(ClusterSettings settings, SparkConf conf, Consumer<String> broken) {
    this.settings = settings;
    this.gpus = conf.getInt("spark.executor.resource.gpu.amount", 0);
    this.patienceSeconds = conf.getTimeAsSeconds(PATIENCE, "60s");
    this.broken = broken;
  }

  /** When those that are there are prepared, and no other has come for a second. */
  ClusterReply.Ready await(Desk desk) throws InterruptedException {
    long began = System.nanoTime();
    while (true) {
      String reason = refusal;
      if (reason != null) {
        throw new RunException(reason);
      }
      long now = System.nanoTime();
      if (slots.isEmpty() && now - began > TimeUnit.SECONDS.toNanos(patienceSeconds)) {
        throw new RunException(nobodyCame());
      }
      boolean all = slots.keySet().stream().allMatch(desk::isPrepared);
      if (!slots.isEmpty() && all && now - lastChange > QUIET_NANOS) {
        awaited = true;
        int sum = slots.values().stream().mapToInt(Integer::intValue).sum();
        return new ClusterReply.Ready(slots.size(), sum);
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private String nobodyCame() {
    String wanted =
        settings.device().equals(ClusterSettings.GPU)
            ? "a GPU (its workers must have spark.worker.resource.gpu.amount)"
            : "a free core";
    return "no machine of %s has offered %s within %d s; is it up, and is its secret this one?"
            .formatted(settings.master(), wanted, patienceSeconds)
        + lastLoss;
  }

  /** A machine cannot be used: an error before work, and later too. */
  void refused(String reason) {
    refusal = reason;
    if (awaited) {
      broken.accept(reason);
    }
  }

  /** A master that is not there, or that has another secret, ends it before a machine comes. */
  private String hint() {
    return awaited ? "" : "; is it up, and is its secret this one?";
  }

  void expectEnd() {
    endExpected = true;
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded added) {
    int offered =
        settings.device().equals(ClusterSettings.GPU) ? gpus : added.executorInfo().totalCores();
    slots.put(added.executorId(), offered);
    lastChange = System.nanoTime();
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    slots.remove(removed.executorId());
    lastLoss = "; the last that came has gone: " + removed.reason().lines().findFirst().orElse("");
    lastChange = System.nanoTime();
  }

  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd end) {
    if (!endExpected) {
      String reason = "Spark at " + settings.master() + " has ended the application" + hint();
      refusal = reason;
      broken.accept(reason);
    }
  }
}
