package lamina.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import lamina.sweep.Launcher;
import lamina.sweep.Progress;
import lamina.sweep.Slots;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.SweepRun;
import lamina.sweep.cluster.ClusterLauncher;

/**
 * What a trial costs beyond its own time, with trials that only sleep. A program, not a test:
 * {@code framework/spark/measure schedule}.
 */
final class ClusterScale {
  private static final int SLOTS = 2;
  private static final long MILLIS = 10;
  private static final int MEBIBYTE = 1 << 20;

  private ClusterScale() {}

  /** Argument: trials. */
  public static void main(String[] arguments) throws Exception {
    int trials = Integer.parseInt(arguments[0]);
    Path folder = Files.createTempDirectory("lamina-scale");
    Sleeping sleeping = new Sleeping(folder, MILLIS);
    Sweep sweep = sleeping.sweep(trials);
    measure("this machine", sweep, folder.resolve("local"), sleeping.local());
    try (StandaloneCluster cluster =
        new StandaloneCluster(folder.resolve("cluster"), SLOTS, Map.of())) {
      Path shared = folder.resolve("shared");
      try (var launcher = launcher(sleeping, cluster, shared, false)) {
        measure("cluster, shared store", sweep, shared, launcher);
      }
      Path own = folder.resolve("own");
      try (var launcher = launcher(sleeping, cluster, own, true)) {
        measure("cluster, own disks", sweep, own, launcher);
      }
      Path large = folder.resolve("large");
      Sleeping withParameters = new Sleeping(folder, MILLIS, MEBIBYTE);
      try (var launcher = launcher(withParameters, cluster, large, true)) {
        String name = "cluster, own disks, 1 MiB of parameters a trial";
        measure(name, withParameters.sweep(Math.max(1, trials / 10)), large, launcher);
      }
    }
  }

  private static ClusterLauncher launcher(
      Sleeping sleeping, StandaloneCluster cluster, Path store, boolean ownDisks)
      throws IOException {
    return sleeping.cluster(cluster.address(), store, ownDisks, System.out::println);
  }

  private static void measure(String name, Sweep sweep, Path store, Launcher launcher) {
    long began = System.nanoTime();
    Progress end =
        new SweepRun(
                sweep,
                new Store(store),
                launcher,
                new Slots(Collections.nCopies(SLOTS, "cpu")),
                SweepRun.Options.DEFAULT)
            .run(progress -> {});
    double millis = (System.nanoTime() - began) / 1e6;
    int trials = sweep.trials().size();
    System.out.printf(
        "%s: %,d of %,d trials done in %.1f s with %d slots: %.1f ms a trial and slot beyond its %d ms%n",
        name, end.done(), trials, millis / 1000, SLOTS, millis * SLOTS / trials - MILLIS, MILLIS);
  }
}
