package lamina.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Kills machines, executors, drivers and commands at random moments of smoke sweeps on a cluster,
 * again and again, and compares every finished trial with what it was before. A program, not a
 * test: {@code framework/spark/soak}.
 */
final class ClusterSoak {
  private static final long LONGEST_MILLIS = 25_000;
  private static final String SWEEP = "soak";

  private enum Victim {
    EXECUTOR,
    MACHINE,
    DRIVER,
    COMMAND
  }

  private final SplittableRandom random;
  private final Command command;
  private final StandaloneCluster cluster;
  private final String expected;
  private final Map<Path, byte[]> finished = new HashMap<>();
  private final Map<Victim, Integer> kills = new TreeMap<>();
  private int sweeps;

  private ClusterSoak(Path folder, StandaloneCluster cluster, long seed) throws Exception {
    this.random = new SplittableRandom(seed);
    this.command = new Command(folder);
    this.cluster = cluster;
    this.expected = command.finish("local", "--workers", "1");
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
    long began = System.nanoTime();
    while (done() < wanted) {
      Process run = start();
      while (run.isAlive() && done() < wanted) {
        if (!run.waitFor(1 + random.nextLong(LONGEST_MILLIS), TimeUnit.MILLISECONDS)) {
          kill(run);
          compareAndRemember();
        }
      }
      if (run.isAlive()) {
        run.waitFor();
      }
      compareAndRemember();
      if (run.exitValue() == 0) {
        compareTable();
      }
    }
    int code = start().waitFor();
    require(code == 0, "the last run ended with " + code + ": " + command.log(SWEEP));
    compareTable();
    System.out.printf(
        "%d kills (%s), %d sweeps finished, each with the local run's table; nothing lost, nothing repeated; %d s%n",
        done(), kills, sweeps, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began));
  }

  private int done() {
    return kills.values().stream().mapToInt(Integer::intValue).sum();
  }

  private Process start() throws IOException {
    return random.nextBoolean()
        ? command.start(SWEEP, "--cluster", cluster.address())
        : command.start(SWEEP, "--cluster", cluster.address(), "--own-disks");
  }

  private void kill(Process run) throws Exception {
    Victim victim = Victim.values()[random.nextInt(Victim.values().length)];
    boolean killed =
        switch (victim) {
          case EXECUTOR -> killOne(cluster.executors());
          case MACHINE -> {
            cluster.replaceMachine(random.nextInt(2));
            yield true;
          }
          case DRIVER -> killOne(run.children().toList());
          case COMMAND -> run.destroyForcibly().waitFor() != 0;
        };
    if (killed) {
      kills.merge(victim, 1, Integer::sum);
      System.out.printf("%d %s, %d trials are done%n", done(), victim, finished.size());
    }
  }

  private boolean killOne(List<ProcessHandle> processes) {
    return !processes.isEmpty()
        && processes.get(random.nextInt(processes.size())).destroyForcibly();
  }

  /** The files of a finished trial never change again. */
  private void compareAndRemember() throws IOException {
    for (Map.Entry<Path, byte[]> entry : finished.entrySet()) {
      boolean same = java.util.Arrays.equals(Files.readAllBytes(entry.getKey()), entry.getValue());
      require(same, entry.getKey() + " has changed");
    }
    for (Path outcome : command.outcomes(SWEEP)) {
      Path provenance = outcome.resolveSibling("provenance.json");
      finished.put(provenance, Files.readAllBytes(provenance));
    }
  }

  /** A finished sweep is compared, and the next one begins in an empty store. */
  private void compareTable() throws IOException {
    require(command.table(SWEEP).equals(expected), "the table differs from the local run's");
    require(finished.size() <= Command.TRIALS, "more trials than there are");
    sweeps++;
    finished.clear();
    command.forget(SWEEP);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
