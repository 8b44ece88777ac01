package lamina.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import lamina.config.PretrainedDecoder;
import lamina.config.border.Outcome;
import lamina.data.language.TinyLanguageModel;
import lamina.sweep.Progress;
import lamina.sweep.RunException;
import lamina.sweep.RunState;
import lamina.sweep.Slots;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.SweepRun;
import lamina.sweep.cluster.ClusterLauncher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep on a Spark cluster of two machines, and what is left of it when parts of that die. */
@Tag("full")
class ClusterTest {
  private static final String CAPTIONS =
      """
      sweep("small") {
          seeds(0)
          variant(experiment(
              task = captioning(
                  garmentCaptions(trainExamples = 4, validationExamples = 2, testExamples = 2, input = imagesAndSounds()),
                  llamaAdapter(pretrainedDecoder("tiny", checksum = "%s", layers = %d), adaptedLayers = 1, captionTokens = 12),
              ),
              encoders = featureTokens(),
              backbone = transformer(layers = 1, heads = 2, width = 8),
              training = training(epochs = 1, batch = 2, optimizer = adamW(learningRate = 1e-3)),
          ))
      }
      """;

  @TempDir Path temporary;
  private Command command;

  @BeforeEach
  void prepare() throws Exception {
    assumeTrue(StandaloneCluster.isBuilt(), "not packaged: run mvn verify on the whole project");
    command = new Command(temporary);
  }

  @Test
  void aClusterGivesTheLocalRunBitForBit() throws Exception {
    String local = command.finish("local", "--workers", "1");
    try (StandaloneCluster cluster = cluster(Map.of())) {
      String shared = command.finish("shared", "--cluster", cluster.address());
      assertThat(shared).isEqualTo(local);
      assertSameRuns("local", "shared");

      String brought = command.finish("brought", "--cluster", cluster.address(), "--own-disks");
      assertThat(brought).isEqualTo(local);
      assertSameRuns("local", "brought");
      assertThat(command.log("brought")).contains("2 machines, 2 trials at a time");
      assertThat(command.log("brought")).doesNotContain("WARN", "ERROR", "INFO");
    }
  }

  @Test
  void aLanguageModelThatAUserBroughtIsShipped() throws Exception {
    List<String> words = List.of("a", "the", "shirt", "coat", "bag", "says", "then", "appears");
    PretrainedDecoder model =
        new TinyLanguageModel(Command.data(temporary), "tiny", words).declared();
    Command captions =
        new Command(
            temporary, CAPTIONS.formatted(model.checksum(), model.layers()), List.of("--smoke"));
    String local = captions.finish("local", "--workers", "1");
    try (StandaloneCluster cluster = cluster(Map.of())) {
      String brought = captions.finish("brought", "--cluster", cluster.address(), "--own-disks");
      assertThat(brought).isEqualTo(local);
      assertSameRuns("local", "brought");
    }
  }

  @Test
  void aMechanismOfOnesOwnGoesToMachinesThatHaveNothingOfIt() throws Exception {
    Files.writeString(temporary.resolve("Probe.java"), OwnMechanismTest.PROBE);
    Command own = new Command(temporary, OwnMechanismTest.SCRIPT, List.of("--smoke"));
    String local = own.finish("local", "--workers", "1");
    try (StandaloneCluster cluster = cluster(Map.of())) {
      for (List<String> disks : List.of(List.<String>of(), List.of("--own-disks"))) {
        String run = "cluster-" + disks.size();
        List<String> options = new ArrayList<>(List.of("--cluster", cluster.address()));
        options.addAll(disks);
        assertThat(own.finish(run, options.toArray(String[]::new))).isEqualTo(local);
        assertSameRuns("local", run);
        assertThat(names(run)).anyMatch(name -> name.endsWith("mechanism/Probe.java"));
      }
    }
  }

  @Test
  void aSecretThatBothKnowLetsARunInAndNoSecretDoesNot() throws Exception {
    Path conf = Files.createDirectories(temporary.resolve("conf"));
    Files.writeString(
        conf.resolve("spark-defaults.conf"),
        "spark.authenticate true\nspark.authenticate.secret sesame\n"
            + "spark.network.crypto.enabled true\nspark.master.rest.enabled false\n");
    Path secret = Files.writeString(temporary.resolve("secret"), "sesame\n");
    Files.setPosixFilePermissions(
        secret, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    try (StandaloneCluster cluster = cluster(Map.of("SPARK_CONF_DIR", conf.toString()))) {
      Process stranger = command.start("stranger", "--cluster", cluster.address());
      assertThat(stranger.waitFor()).isEqualTo(2);
      assertThat(command.log("stranger")).contains("error: ");
      assertThat(command.outcomes("stranger")).isEmpty();

      command.finish("friend", "--cluster", cluster.address(), "--secret-file", secret.toString());
      assertThat(command.outcomes("friend")).hasSize(Command.TRIALS);
    }
  }

  @Test
  void anExecutorAndAMachineThatDieCostOnlyTheirTrials() throws Exception {
    String local = command.finish("local", "--workers", "1");
    for (String disks : List.of("shared", "own")) {
      try (StandaloneCluster cluster = cluster(Map.of())) {
        Process run = start(disks, cluster);
        await(run, () -> command.outcomes(disks).size() >= 1);
        cluster.executors().get(0).destroyForcibly();
        await(run, () -> command.outcomes(disks).size() >= 3);
        cluster.killMachine(1);
        assertThat(command.outcomes(disks).size()).isBetween(3, Command.TRIALS - 1);
        assertThat(run.isAlive()).isTrue();
        assertThat(run.waitFor()).as(command.log(disks)).isZero();
        assertThat(command.table(disks)).isEqualTo(local);
        assertSameRuns("local", disks);
      }
    }
  }

  @Test
  void aDriverThatDiesEndsTheRunWhichGoesOnWhenRunAgain() throws Exception {
    String local = command.finish("local", "--workers", "1");
    try (StandaloneCluster cluster = cluster(Map.of())) {
      Process run = start("own", cluster);
      await(run, () -> command.outcomes("own").size() >= 2);
      driver(run).destroyForcibly();
      assertThat(run.waitFor()).isEqualTo(2);
      assertThat(command.log("own")).contains("error: the cluster's driver has ended");
      List<Path> before = command.outcomes("own");
      assertThat(before.size()).isBetween(2, Command.TRIALS - 1);
      long written = Files.getLastModifiedTime(before.get(0)).toMillis();

      Process again = start("own", cluster);
      await(again, () -> command.outcomes("own").size() > before.size());
      again.destroyForcibly().waitFor();

      assertThat(start("own", cluster).waitFor()).as(command.log("own")).isZero();
      assertThat(command.table("own")).isEqualTo(local);
      assertSameRuns("local", "own");
      assertThat(Files.getLastModifiedTime(before.get(0)).toMillis()).isEqualTo(written);
    }
  }

  @Test
  void aMachineWithoutAGpuIsAnErrorBeforeWork() throws Exception {
    try (StandaloneCluster cluster = cluster(Map.of())) {
      Path gpus =
          Files.writeString(
              temporary.resolve("gpus.sh"),
              "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"0\"]}'\n");
      gpus.toFile().setExecutable(true);
      Path conf =
          Files.writeString(
              temporary.resolve("worker.conf"),
              "spark.worker.resource.gpu.amount 1\nspark.worker.resource.gpu.discoveryScript "
                  + gpus
                  + "\n");
      cluster.killMachine(0);
      cluster.killMachine(1);
      cluster.addMachine("--properties-file", conf.toString());
      Process run = command.start("gpu", "--cluster", cluster.address(), "--devices", "gpu");
      assertThat(run.waitFor()).isEqualTo(2);
      assertThat(command.log("gpu")).contains("error: machine ", "gpu:0");
      assertThat(command.outcomes("gpu")).isEmpty();
    }
  }

  @Test
  void aMachineThatCannotWorkIsLeftOutWhereOthersCan() throws Exception {
    Path file = Files.writeString(temporary.resolve("file"), "a machine needs a folder");
    Map<String, String> unusable = Map.of("LAMINA_MACHINE", file.toString());
    Sleeping sleeping = new Sleeping(temporary, 200);
    List<String> news = new CopyOnWriteArrayList<>();
    try (StandaloneCluster cluster = cluster(Map.of())) {
      cluster.killMachine(1);
      try (ClusterLauncher launcher =
          sleeping.cluster(cluster.address(), command.store("late"), false, news::add)) {
        cluster.addMachine(unusable);
        Progress end = run(sleeping.sweep(150), command.store("late"), launcher);
        assertThat(end.done()).as(end.failures() + "").isEqualTo(150);
        assertThat(news).singleElement().asString().matches("machine .*" + file + ".* is left out");
      }
      cluster.killMachine(0);
      assertThatThrownBy(
              () -> sleeping.cluster(cluster.address(), command.store("none"), false, news::add))
          .isInstanceOf(RunException.class)
          .hasMessageMatching("machine .*" + file + ".*");
      assertThat(news).hasSize(1);
    }
  }

  @Test
  void aRunThatIsLeftWithAMachineThatCannotWorkEndsInItsWords() throws Exception {
    Path file = Files.writeString(temporary.resolve("file"), "a machine needs a folder");
    Sleeping sleeping = new Sleeping(temporary, 200);
    Sweep sweep = sleeping.sweep(500);
    Path store = command.store("ended");
    try (StandaloneCluster cluster = cluster(Map.of())) {
      cluster.killMachine(1);
      try (ClusterLauncher launcher =
          sleeping.cluster(cluster.address(), store, false, news -> {})) {
        CompletableFuture<Progress> run =
            CompletableFuture.supplyAsync(() -> run(sweep, store, launcher));
        while (!run.isDone() && command.outcomes("ended").isEmpty()) {
          Thread.sleep(10);
        }
        cluster.killMachine(0);
        cluster.addMachine(Map.of("LAMINA_MACHINE", file.toString()));
        assertThatThrownBy(run::join)
            .hasCauseInstanceOf(RunException.class)
            .hasMessageMatching(".*machine .*" + file + ".*");
      }
    }
    assertThat(new Store(store).states(sweep.ids(), metric -> false))
        .hasAtLeastOneElementOfType(RunState.Completed.class)
        .hasAtLeastOneElementOfType(RunState.Pending.class)
        .doesNotHaveAnyElementsOfTypes(RunState.Failed.class);
  }

  @Test
  void aMachineThatTurnsBadIsLeftOutAndCostsNoTrial() throws Exception {
    Path depot = temporary.resolve("turns-bad");
    Sleeping sleeping = new Sleeping(temporary, 200);
    List<String> news = new CopyOnWriteArrayList<>();
    try (StandaloneCluster cluster = cluster(Map.of())) {
      cluster.killMachine(1);
      cluster.addMachine(Map.of("LAMINA_MACHINE", depot.toString()));
      try (ClusterLauncher launcher =
          sleeping.cluster(cluster.address(), command.store("bad"), false, news::add)) {
        CompletableFuture<Progress> run =
            CompletableFuture.supplyAsync(
                () -> run(given(sleeping, 100), command.store("bad"), launcher));
        while (!run.isDone() && command.outcomes("bad").size() < 5) {
          Thread.sleep(10);
        }
        Files.move(depot.resolve("bundles"), depot.resolve("elsewhere"));
        workersOf(depot).forEach(ProcessHandle::destroyForcibly);
        assertThat(run.join().done()).as(run.join().failures() + "").isEqualTo(100);
        assertThat(news).singleElement().asString().matches("machine .* is left out");
      }
    }
  }

  private static Sweep given(Sleeping sleeping, int trials) {
    try {
      return sleeping.sweep(trials);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<ProcessHandle> workersOf(Path depot) {
    return ProcessHandle.allProcesses()
        .filter(each -> each.info().commandLine().orElse("").contains(depot + "/bundles"));
  }

  @Test
  void aTrialThatTakesTooLongTwiceHasTimedOut() throws Exception {
    Sleeping sleeping = new Sleeping(temporary, 600_000);
    Sweep sweep = sleeping.sweep(2);
    try (StandaloneCluster cluster = cluster(Map.of())) {
      for (boolean ownDisks : new boolean[] {false, true}) {
        Path store = command.store("late-" + ownDisks);
        try (ClusterLauncher launcher =
            sleeping.cluster(cluster.address(), store, ownDisks, news -> {})) {
          SweepRun.Options options = new SweepRun.Options(Duration.ofSeconds(2), false);
          Slots slots = new Slots(List.of("cpu", "cpu"));
          Progress end =
              new SweepRun(sweep, new Store(store), launcher, slots, options).run(progress -> {});
          assertThat(end.failures()).as("own disks: " + ownDisks).hasSize(2);
          assertThat(new Store(store).states(sweep.ids(), metric -> false))
              .allSatisfy(
                  state ->
                      assertThat(((RunState.Failed) state).outcome().failure())
                          .isEqualTo(Outcome.Failure.TIMED_OUT));
        }
      }
    }
  }

  /** Two trials at a time, so that one waits where there is one machine. */
  private static Progress run(Sweep sweep, Path store, ClusterLauncher launcher) {
    Slots slots = new Slots(List.of("cpu", "cpu"));
    return new SweepRun(sweep, new Store(store), launcher, slots, SweepRun.Options.DEFAULT)
        .run(progress -> {});
  }

  private StandaloneCluster cluster(Map<String, String> environment) throws Exception {
    return new StandaloneCluster(temporary.resolve("cluster-" + System.nanoTime()), 2, environment);
  }

  private Process start(String disks, StandaloneCluster cluster) throws Exception {
    return disks.equals("own")
        ? command.start(disks, "--cluster", cluster.address(), "--own-disks")
        : command.start(disks, "--cluster", cluster.address());
  }

  private static ProcessHandle driver(Process run) {
    return run.children()
        .filter(child -> child.info().commandLine().orElse("").contains("lamina.spark.Driver"))
        .findFirst()
        .orElseThrow();
  }

  private static void await(Process run, Callable<Boolean> condition) throws Exception {
    while (run.isAlive() && !condition.call()) {
      Thread.sleep(10);
    }
  }

  /** Every file that does not say when and where, and was not being written when it was killed. */
  private void assertSameRuns(String one, String other) throws Exception {
    List<String> expected = names(one);
    assertThat(names(other)).isEqualTo(expected);
    for (String name : expected) {
      assertThat(command.store(other).resolve(name))
          .hasSameBinaryContentAs(command.store(one).resolve(name));
    }
  }

  private List<String> names(String run) throws Exception {
    return command.files(run).stream()
        .map(file -> command.store(run).relativize(file).toString())
        .filter(name -> !name.matches(".*(lock|log.txt|provenance.json|cluster-token-.*|[.]tmp)"))
        .toList();
  }
}
