package lamina.spark;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
  private final Map<String, String> unusable = new ConcurrentHashMap<>();
  private final Consumer<String> leftOut;
  private boolean awaited;
  private volatile boolean endExpected;
  private volatile @Nullable String refusal;

  /**
   * @param leftOut is told why a machine is not used, once others are
   * @param broken is told why there will be no more of the run
   */
  Machines(
      ClusterSettings settings, SparkConf conf, Consumer<String> leftOut, Consumer<String> broken) {
    this.leftOut = leftOut;
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
      Optional<ClusterReply.Ready> ready = settled(desk, now);
      if (ready.isPresent()) {
        return ready.get();
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private synchronized Optional<ClusterReply.Ready> settled(Desk desk, long now) {
    List<String> used = usable().toList();
    boolean all = used.stream().allMatch(desk::isPrepared);
    if (slots.isEmpty() || !all || now - lastChange <= QUIET_NANOS) {
      return Optional.empty();
    }
    if (used.isEmpty()) {
      throw new RunException(unusable.values().iterator().next());
    }
    awaited = true;
    unusable.values().forEach(leftOut);
    int sum = used.stream().mapToInt(slots::get).sum();
    return Optional.of(new ClusterReply.Ready(used.size(), sum));
  }

  /** Executors that are there and of which nothing bad is known. */
  private Stream<String> usable() {
    return slots.keySet().stream().filter(executor -> !unusable.containsKey(executor));
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

  /** A machine cannot be used. Where no other can, that is the run's end. */
  synchronized void unusable(String executor, String reason) {
    if (unusable.put(executor, reason) == null && awaited) {
      (usable().findAny().isPresent() ? leftOut : broken).accept(reason);
    }
  }

  /** A master that is not there, or that has another secret, ends it before a machine comes. */
  private synchronized String hint() {
    return awaited ? "" : "; is it up, and is its secret this one?";
  }

  void expectEnd() {
    endExpected = true;
  }

  @Override
  public synchronized void onExecutorAdded(SparkListenerExecutorAdded added) {
    int offered =
        settings.device().equals(ClusterSettings.GPU) ? gpus : added.executorInfo().totalCores();
    slots.put(added.executorId(), offered);
    lastChange = System.nanoTime();
  }

  @Override
  public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    slots.remove(removed.executorId());
    unusable.remove(removed.executorId());
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
