package lamina.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lamina.data.DataFolder;
import lamina.data.TinyData;

/**
 * {@code lamina run} of ten tiny trials or of another small sweep on made-up data, each run in a
 * folder of its own.
 */
final class Command {
  static final int TRIALS = 10;
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

  private final Path folder;
  private final Path script;
  private final Path patient;
  private final List<String> always;

  Command(Path folder) throws IOException {
    this(folder, SCRIPT, List.of("--smoke"));
  }

  /**
   * @param sweep a script whose sweep is called small
   * @param always options of every run
   */
  Command(Path folder, String sweep, List<String> always) throws IOException {
    this.folder = folder;
    this.always = always;
    script = Files.writeString(folder.resolve("small.lamina.kts"), sweep);
    TinyData.in(data(folder).path());
    patient =
        Files.writeString(
            folder.resolve("spark.conf"),
            "spark.scheduler.maxRegisteredResourcesWaitingTime 600s\n");
  }

  /** Where the data of commands in a folder lie. */
  static DataFolder data(Path folder) {
    return new DataFolder(folder.resolve("data"));
  }

  Process start(String run, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dlamina.home=" + StandaloneCluster.HOME,
                "-cp",
                System.getProperty("java.class.path"),
                "lamina.cli.Main"));
    command.addAll(List.of("run", script.toString(), "--store", store(run).toString()));
    command.addAll(List.of("--results", folder.resolve(run).toString()));
    command.addAll(always);
    command.addAll(List.of(options));
    if (command.contains("--cluster")) {
      command.addAll(List.of("--spark-conf", patient.toString()));
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LAMINA_DATA", data(folder).path().toString());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(run + ".log").toFile())
        .start();
  }

  /** Runs to the end; the table. */
  String finish(String run, String... options) throws Exception {
    int code = start(run, options).waitFor();
    if (code != 0) {
      throw new AssertionError("exit code " + code + ": " + log(run));
    }
    return table(run);
  }

  String table(String run) throws IOException {
    String sweep = always.contains("--smoke") ? "small-smoke" : "small";
    return Files.readString(folder.resolve(run).resolve(sweep).resolve("table.csv"));
  }

  String log(String run) throws IOException {
    return Files.readString(folder.resolve(run + ".log"), StandardCharsets.UTF_8);
  }

  Path store(String run) {
    return folder.resolve(run).resolve("runs");
  }

  /** Deletes a run's store. */
  void forget(String run) throws IOException {
    for (Path file : files(run)) {
      Files.delete(file);
    }
  }

  /** The outcomes that are there. */
  List<Path> outcomes(String run) throws IOException {
    return files(run).stream()
        .filter(file -> file.endsWith("outcome.json"))
        .filter(file -> file.getParent().getParent().equals(store(run)))
        .toList();
  }

  /** All files of a store. */
  List<Path> files(String run) throws IOException {
    if (!Files.exists(store(run))) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(store(run))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (java.io.UncheckedIOException changedMeanwhile) {
      return files(run);
    }
  }
}
