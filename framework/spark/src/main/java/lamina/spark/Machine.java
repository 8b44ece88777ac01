package lamina.spark;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import lamina.config.border.Assignment;
import lamina.config.border.RunFolder;
import lamina.config.border.WorkerMessage;
import lamina.spark.Call.Answer;
import lamina.sweep.ProcessLauncher;
import lamina.sweep.Worker;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.resource.ResourceInformation;
import org.jspecify.annotations.Nullable;

/**
 * One executor: fetches what its machine lacks, keeps worker processes, and trains the trials that
 * Spark gives it. Its workers end when it does.
 */
final class Machine {
  private static final int LOG_LINES = 20;
  private static final int UNWRITABLE = 3;

  /** A thousand machines talk to one driver. */
  private static final long PROGRESS_MILLIS = 1000;

  private static volatile @Nullable Machine started;

  private final Link link;
  private final String executor;
  private final String host;
  private final Load load;
  private final CompletableFuture<WorkerPool> workers = new CompletableFuture<>();

  private Machine(PluginContext context, Load load) {
    this.link = new Link(context);
    this.executor = context.executorID();
    this.host = host();
    this.load = load;
  }

  /** Returns at once: an executor that is busy fetching must go on answering Spark. */
  static void start(PluginContext context, Load load) {
    Machine machine = new Machine(context, load);
    started = machine;
    List<String> devices = devices(context);
    Thread preparation = new Thread(() -> machine.prepare(devices), "lamina preparation");
    preparation.setDaemon(true);
    preparation.start();
  }

  static void stop() {
    Machine machine = started;
    if (machine != null && machine.workers.isDone()) {
      machine.workers.thenAccept(WorkerPool::close);
    }
  }

  static Machine ofThisProcess() {
    Machine machine = started;
    if (machine == null) {
      throw new IllegalStateException("this executor has no plugin of Lamina");
    }
    return machine;
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  private static List<String> devices(PluginContext context) {
    ResourceInformation gpus = context.resources().get("gpu");
    return gpus == null ? List.of("cpu") : Stream.of(gpus.addresses()).map(Machine::gpu).toList();
  }

  private static String gpu(String address) {
    return "gpu:" + address;
  }

  private void prepare(List<String> devices) {
    try {
      Depot depot = Depot.ofThisMachine();
      Path files = depot.folder(load.files(), link::piece);
      Path data = depot.folder(load.data(), link::piece);
      WorkerPool pool = new WorkerPool(launcher(files, data));
      for (String device : devices) {
        pool.giveBack(device, pool.take(device));
      }
      workers.complete(pool);
      link.tell(new Call.Prepared(executor));
    } catch (IOException | RuntimeException e) {
      workers.completeExceptionally(unusable(e));
    }
  }

  /** Says so first: a task that fails here must not come here again. */
  private IOException unusable(Exception e) {
    String reason = "machine " + host + ": " + (e.getMessage() == null ? e : e.getMessage());
    link.report(new Call.Unusable(executor, reason));
    return new IOException(reason, e);
  }

  private ProcessLauncher launcher(Path files, Path data) {
    List<String> options = new ArrayList<>(load.program().javaOptions());
    options.add("-Dlamina.home=" + files);
    List<String> arguments = new ArrayList<>(load.program().arguments());
    arguments.addAll(List.of("--data", data.toString()));
    return ProcessLauncher.java(
        files + File.separator + "*", options, load.program().mainClass(), arguments);
  }

  /** Trains a trial to its end, and sends its files to the driver unless they are there. */
  Ending train(Order order, TaskContext context) throws Exception {
    WorkerPool pool = workers.get();
    boolean inPlace = seesTheStore();
    long task = context.taskAttemptId();
    Answer answer = link.ask(new Call.Begin(order.attempt(), task, inPlace));
    if (answer != Answer.GO) {
      return Ending.of(answer);
    }
    Path home = Path.of(order.folder());
    Path folder = inPlace ? home : scratch(task).resolve(home.getFileName());
    try {
      Ending ending = train(pool, folder, order, context);
      return ending.answer() == Answer.RECORDED && !inPlace
          ? Ending.of(new Delivery(order.attempt(), task, link::ask).send(folder))
          : ending;
    } finally {
      if (!inPlace) {
        Depot.deleteTree(folder.getParent());
      }
    }
  }

  private Ending train(WorkerPool pool, Path folder, Order order, TaskContext context)
      throws IOException {
    String device = load.gpu() ? gpu(context.resourcesJMap().get("gpu").addresses()[0]) : "cpu";
    Worker worker = worker(pool, device, folder);
    Assignment assignment = new Assignment(order.trial(), folder.toString(), order.code());
    AtomicBoolean stopped = new AtomicBoolean();
    Answer answer;
    try (Watch watch = new Watch(context, worker)) {
      answer = follow(worker, assignment, order, context.taskAttemptId(), stopped);
    }
    if (answer != Answer.GO) {
      pool.giveBack(device, worker);
      return Ending.of(answer);
    }
    pool.forget(worker);
    boolean inPlace = folder.equals(Path.of(order.folder()));
    boolean meant = stopped.get() || order.code().isEmpty();
    if (worker.exitCode() == UNWRITABLE && meant && !inPlace) {
      throw unusable(new IOException(worker.lastWords()));
    }
    String log = inPlace ? "" : log(new RunFolder(folder));
    String words = log + worker.lastWords() + "\non machine " + host;
    return new Ending(Answer.GO, worker.exitCode(), stopped.get(), words);
  }

  /** With a folder that is there. A machine may have gone bad since it was prepared. */
  private Worker worker(WorkerPool pool, String device, Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
      return pool.take(device);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static String log(RunFolder folder) throws IOException {
    if (!Files.exists(folder.log())) {
      return "";
    }
    List<String> lines = Files.readAllLines(folder.log());
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()))
        + "\n";
  }

  /** GO where the worker has died. */
  private Answer follow(
      Worker worker, Assignment assignment, Order order, long task, AtomicBoolean stopped) {
    try {
      worker.tell(assignment);
    } catch (IOException brokenPipe) {
      return Answer.GO;
    }
    long told = 0;
    for (var heard = worker.hear(); heard.isPresent(); heard = worker.hear()) {
      if (heard.get() instanceof WorkerMessage.Ended ended) {
        return ended.ending() == WorkerMessage.Ending.BUSY ? Answer.BUSY : Answer.RECORDED;
      }
      if (heard.get() instanceof WorkerMessage.Stopped) {
        stopped.set(true);
        continue;
      }
      long now = System.nanoTime() / 1_000_000;
      if (told == 0 || now - told >= PROGRESS_MILLIS) {
        told = now;
        link.tell(new Call.Said(order.attempt(), task, heard.get().toLine()));
      }
    }
    return Answer.GO;
  }

  private boolean seesTheStore() {
    return !load.token().isEmpty() && Files.exists(Path.of(load.store()).resolve(load.token()));
  }

  /** In a folder that Spark tidies up, should this executor not be able to. */
  private static Path scratch(long task) {
    for (String variable : List.of("LOCAL_DIRS", "SPARK_EXECUTOR_DIRS", "SPARK_LOCAL_DIRS")) {
      String folders = System.getenv(variable);
      if (folders != null && !folders.isBlank()) {
        return named(Path.of(folders.split("[,:]")[0]), task);
      }
    }
    return named(Path.of(System.getProperty("java.io.tmpdir")), task);
  }

  private static Path named(Path folder, long task) {
    return folder.resolve("lamina-" + ProcessHandle.current().pid() + "-" + task);
  }
}
