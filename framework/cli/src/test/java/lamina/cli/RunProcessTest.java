package lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import lamina.data.TinyData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command with real workers, on made-up data; and what is left when it is killed. */
class RunProcessTest {
  private static final Path HOME = Path.of(System.getenv("LAMINA_ROOT"));
  private static final int TRIALS = 10;
  private static final String SCRIPT =
      """
      val base = experiment(
          task = classification(garmentsAndVoices()),
          encoders = encoders(image = patches(size = 20), audio = melSpectrogram(bands = 8)),
          backbone = transformer(layers = 1, heads = 2, width = 8, dropout = 0.1),
          training = training(epochs = 2, batch = 4, optimizer = adamW(learningRate = 1e-3)),
      )
      sweep("small") {
          seeds(0)
          variant(base)
          grid(base.with(learnableMask())) {
              vary(mask.placement) over MaskPlacement.values()
              vary(mask.fusion) over MaskFusion.values()
          }
      }
      """;

  @TempDir Path temporary;
  private Path script;

  @BeforeEach
  void writeScriptAndData() throws IOException {
    assumeTrue(
        Files.isDirectory(HOME.resolve("framework/training/target/lib")),
        "the worker is not packaged: run mvn verify on the whole project");
    script = Files.writeString(temporary.resolve("small.lamina.kts"), SCRIPT);
    TinyData.in(temporary.resolve("data"));
  }

  @Test
  void oneWorkerAndTwoGiveTheSameTable() throws Exception {
    String one = finish("one", "1");
    assertThat(finish("two", "2")).isEqualTo(one);
    assertThat(one.lines()).hasSize(11);
    assertThat(finish("one", "1")).isEqualTo(one);
  }

  @Test
  void killedAtAnyMomentItLosesAndRepeatsNothingAndEndsInTheSameTable() throws Exception {
    killAgainAndAgain(10);
  }

  @Test
  @Tag("full")
  void killedAtManyMomentsItLosesAndRepeatsNothingAndEndsInTheSameTable() throws Exception {
    killAgainAndAgain(40);
  }

  private void killAgainAndAgain(int kills) throws Exception {
    String whole = finish("whole", "2");
    SplittableRandom random = new SplittableRandom(7);
    Map<Path, byte[]> finished = new HashMap<>();
    int amongTrials = 0;
    for (int kill = 0; kill < kills; kill++) {
      int before = finished.size();
      Process run = start("killed", "2");
      if (kill % 2 == 0) {
        await(run, () -> outcomes().size() > before);
        run.waitFor(random.nextInt(150), TimeUnit.MILLISECONDS);
      } else {
        await(run, () -> run.descendants().findAny().isPresent());
        run.waitFor(random.nextInt(700), TimeUnit.MILLISECONDS);
        run.descendants().findAny().ifPresent(ProcessHandle::destroyForcibly);
        run.waitFor(random.nextInt(300), TimeUnit.MILLISECONDS);
      }
      amongTrials += run.isAlive() && outcomes().size() > before ? 1 : 0;
      run.destroyForcibly().waitFor();
      compareAndRemember(finished);
      if (finished.size() == TRIALS) {
        deleteTree(temporary.resolve("killed"));
        finished.clear();
      }
    }
    assertThat(amongTrials).as("kills between two trials' ends").isGreaterThan(kills / 5);
    assertThat(finish("killed", "2")).isEqualTo(whole);
    compareAndRemember(finished);
    assertThat(finished).hasSize(TRIALS);
  }

  /** Until something holds, or the command has ended. */
  private static void await(Process run, Callable<Boolean> condition) throws Exception {
    while (run.isAlive() && !condition.call()) {
      Thread.sleep(5);
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aFullDiskIsAnErrorThatLosesNothing() throws Exception {
    String whole = finish("whole", "1");
    Path disk = Files.createDirectories(temporary.resolve("disk"));
    assumeTrue(mount("-t", "tmpfs", "-o", "size=120k", "tmpfs", disk), "no right to mount a disk");
    try {
      assertThat(start("disk", "1").waitFor()).isEqualTo(2);
      assertThat(log("disk")).contains("No space left on device");
      assertThat(mount("-o", "remount,size=64m", disk)).isTrue();
      assertThat(finish("disk", "1")).isEqualTo(whole);
    } finally {
      new ProcessBuilder("umount", disk.toString()).start().waitFor();
    }
  }

  private static boolean mount(Object... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("mount"));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new ProcessBuilder(command).start().waitFor() == 0;
  }

  /** The files of a finished trial never change again. */
  private void compareAndRemember(Map<Path, byte[]> finished) throws IOException {
    for (Map.Entry<Path, byte[]> entry : finished.entrySet()) {
      assertThat(entry.getKey()).hasBinaryContent(entry.getValue());
    }
    for (Path outcome : outcomes()) {
      Path provenance = outcome.resolveSibling("provenance.json");
      finished.put(provenance, Files.readAllBytes(provenance));
    }
  }

  private List<Path> outcomes() throws IOException {
    Path runs = temporary.resolve("killed/runs");
    if (!Files.exists(runs)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(runs)) {
      return folders.map(folder -> folder.resolve("outcome.json")).filter(Files::exists).toList();
    }
  }

  /** Runs to the end; the table's CSV. */
  private String finish(String name, String workers) throws Exception {
    Process run = start(name, workers);
    assertThat(run.waitFor()).as(log(name)).isZero();
    return Files.readString(temporary.resolve(name + "/small-smoke/table.csv"));
  }

  private String log(String name) throws IOException {
    return Files.readString(temporary.resolve(name + ".log"), StandardCharsets.UTF_8);
  }

  private Process start(String name, String workers) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dlamina.home=" + HOME,
                "-cp",
                System.getProperty("java.class.path"),
                "lamina.cli.Main"));
    command.addAll(List.of("run", script.toString(), "--smoke", "--workers", workers));
    command.addAll(List.of("--store", temporary.resolve(name + "/runs").toString()));
    command.addAll(List.of("--results", temporary.resolve(name).toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LAMINA_DATA", temporary.resolve("data").toString());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(temporary.resolve(name + ".log").toFile())
        .start();
  }
}
