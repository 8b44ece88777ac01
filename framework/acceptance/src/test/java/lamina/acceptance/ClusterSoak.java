package lamina.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lamina.config.border.Outcome;

/**
 * Kills workers, executors, machines, drivers and commands at random moments of sweeps of 300 small
 * trials on a cluster, again and again, and compares every finished trial with what it was before.
 * A program, not a test: {@code framework/spark/soak}.
 */
final class ClusterSoak {
  private static final long SHORTEST_MILLIS = 500;
  private static final long LONGEST_MILLIS = 4000;
  private static final long POLL_MILLIS = 50;
  private static final int TRIALS = 300;
  private static final int FAILED = 1;
  private static final int MOST_LAST_RUNS = 5;
  private static final String SWEEP = "soak";
  private static final String SCRIPT =
      """
      val base = experiment(
          task = classification(garmentsAndVoices(trainExamples = 64, validationExamples = 16, testExamples = 16)),
          encoders = encoders(image = patches(size = 20), audio = melSpectrogram(bands = 8)),
          backbone = transformer(layers = 1, heads = 2, width = 8, dropout = 0.1),
          training = training(epochs = 8, batch = 8, optimizer = adamW(learningRate = 1e-3)),
      )
      sweep("small") {
          seeds(0..99)
          variant(base)
          variant(base.with(learnableMask(placement = MaskPlacement.SHARED_MASK)), "shared")
          variant(base.with(learnableMask(placement = MaskPlacement.PER_LAYER)), "per layer")
      }
      """;

  /** What is killed, and how often in a hundred kills. */
  private enum Victim {
    WORKER(72),
    EXECUTOR(12),
    MACHINE(8),
    DRIVER(4),
    COMMAND(4);

    private final int share;

    Victim(int share) {
      this.share = share;
    }

    static Victim of(int percent) {
      int left = percent;
      for (Victim victim : values()) {
        left -= victim.share;
        if (left < 0) {
          return victim;
        }
      }
      throw new IllegalArgumentException("there is no victim for " + percent);
    }
  }

  private final SplittableRandom random;
  private final Command command;
  private final StandaloneCluster cluster;
  private final String expected;
  private final Map<Path, byte[]> finished = new HashMap<>();
  private final Set<Path> done = new HashSet<>();
  private final Set<String> crashed = new HashSet<>();
  private final Map<Victim, Integer> kills = new TreeMap<>();
  private long began;
  private long lastKill;
  private int sweeps;

  private ClusterSoak(Path folder, StandaloneCluster cluster, long seed) throws Exception {
    this.random = new SplittableRandom(seed);
    this.command = new Command(folder, SCRIPT, List.of("--retry-failed"));
    this.cluster = cluster;
    this.expected = command.finish("local", "--workers", "2");
  }

  /** Arguments: kills, seed. */
  public static void main(String[] arguments) throws Exception {
    int wanted = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    Path folder = Files.createTempDirectory("lamina-soak");
    try (StandaloneCluster cluster =
        new StandaloneCluster(folder.resolve("cluster"), 2, Map.of())) {
      new ClusterSoak(folder, cluster, seed).run(wanted);
    }
  }

  private void run(int wanted) throws Exception {
    began = System.nanoTime();
    int code = FAILED;
    while (kills() < wanted) {
      code = runOnce(wanted);
    }
    for (int i = 0; code != 0; i++) {
      require(i < MOST_LAST_RUNS, "the last run ended with " + code + lastLine());
      code = runOnce(wanted);
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds(lastKill - began);
    System.out.printf(
        "%d kills (%s) in %d s, %.1f a minute; %d sweeps of %d trials finished, each with the local run's table; "
            + "%d trials had failed because their worker died twice, and were trained again; nothing lost, nothing repeated%n",
        kills(),
        kills,
        seconds,
        kills() * 60.0 / Math.max(1, seconds),
        sweeps,
        TRIALS,
        crashed.size());
  }

  /** One command, from its start to its end of whatever kind. */
  private int runOnce(int wanted) throws Exception {
    Process run = start();
    boolean killed = false;
    while (run.isAlive() && kills() < wanted) {
      long pause = SHORTEST_MILLIS + random.nextLong(LONGEST_MILLIS - SHORTEST_MILLIS);
      if (!run.waitFor(pause, TimeUnit.MILLISECONDS)) {
        killed = kill(run, Victim.of(random.nextInt(100)));
        compareAndRemember();
      }
    }
    int code = run.waitFor();
    compareAndRemember();
    if (code == 0) {
      compareTable();
    } else if (!killed || code != 128 + 9) {
      System.out.printf("a run has ended with %d%s%n", code, code == FAILED ? "" : lastLine());
    }
    return code;
  }

  private String lastLine() throws IOException {
    String log = command.log(SWEEP).strip();
    return ": " + log.substring(log.lastIndexOf('\n') + 1);
  }

  private int kills() {
    return kills.values().stream().mapToInt(Integer::intValue).sum();
  }

  private Process start() throws IOException {
    return random.nextBoolean()
        ? command.start(SWEEP, "--cluster", cluster.address())
        : command.start(SWEEP, "--cluster", cluster.address(), "--own-disks");
  }

  /** Waits until there is such a process; false where the run ends before. */
  private boolean kill(Process run, Victim victim) throws Exception {
    boolean killed = false;
    while (!killed && run.isAlive()) {
      killed =
          switch (victim) {
            case WORKER ->
                killOne(cluster.executors().stream().flatMap(ProcessHandle::children).toList());
            case EXECUTOR -> killOne(cluster.executors());
            case MACHINE -> {
              cluster.replaceMachine(random.nextInt(2));
              yield true;
            }
            case DRIVER -> killOne(run.children().toList());
            case COMMAND -> run.destroyForcibly().waitFor() != 0;
          };
      Thread.sleep(killed ? 0 : POLL_MILLIS);
    }
    if (killed) {
      kills.merge(victim, 1, Integer::sum);
      lastKill = System.nanoTime();
      System.out.printf(
          "%d %s after %d s, %d of %d trials are done%n",
          kills(), victim, TimeUnit.NANOSECONDS.toSeconds(lastKill - began), done.size(), TRIALS);
    }
    return killed;
  }

  private boolean killOne(List<ProcessHandle> processes) {
    return !processes.isEmpty()
        && processes.get(random.nextInt(processes.size())).destroyForcibly();
  }

  /** The files of a completed trial never change again; a failed one has lost its worker twice. */
  private void compareAndRemember() throws IOException {
    for (Map.Entry<Path, byte[]> entry : finished.entrySet()) {
      boolean same = Arrays.equals(Files.readAllBytes(entry.getKey()), entry.getValue());
      require(same, entry.getKey() + " has changed");
    }
    for (Path outcome : command.outcomes(SWEEP)) {
      if (!done.contains(outcome)) {
        remember(outcome);
      }
    }
  }

  private void remember(Path outcome) throws IOException {
    Outcome ended;
    try {
      ended = Outcome.fromJson(Files.readString(outcome));
    } catch (NoSuchFileException triedAgain) {
      return;
    }
    if (ended instanceof Outcome.Failed failed) {
      require(failed.failure() == Outcome.Failure.CRASHED, outcome + ": " + failed);
      crashed.add(outcome + " " + Files.getLastModifiedTime(outcome));
      return;
    }
    for (Path file : results(outcome.getParent())) {
      finished.put(file, Files.readAllBytes(file));
    }
    done.add(outcome);
  }

  /** Not its lock, its log and what is deleted or moved away at its end. */
  private static List<Path> results(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file -> !file.toString().matches(".*(lock|log.txt|checkpoint.safetensors|[.]tmp)"))
          .toList();
    }
  }

  /** A finished sweep is compared, and the next one begins in an empty store. */
  private void compareTable() throws IOException {
    require(command.table(SWEEP).equals(expected), "the table differs from the local run's");
    require(done.size() == TRIALS, done.size() + " trials are done, not " + TRIALS);
    sweeps++;
    finished.clear();
    done.clear();
    command.forget(SWEEP);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
