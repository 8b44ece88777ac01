package lamina.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import lamina.config.Trial;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import lamina.script.Scripts;
import lamina.sweep.Sweep;

/**
 * What {@code status} and {@code table} cost over a store of 100,000 finished trials, made up here
 * with as many metrics as the quickstart has. A program, not a test: {@code framework/spark/measure
 * store}.
 */
final class StoreScale {
  private static final int METRICS = 36;
  private static final int REPEATS = 3;
  private static final String SCRIPT =
      """
      val base = experiment(
          task = classification(garmentsAndVoices()),
          encoders = encoders(image = patches(size = 8), audio = melSpectrogram(bands = 32)),
          backbone = transformer(layers = 4, heads = 4, width = 64),
          training = training(epochs = 6, batch = 64, optimizer = adamW(learningRate = 2e-3)),
      )
      sweep("large") {
          seeds(0..999)
          variant(base)
          grid(base.with(learnableMask())) {
              vary(mask.placement) over MaskPlacement.values()
              vary(mask.fusion) over MaskFusion.values()
              vary(mask.depth) over listOf(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
          }
      }
      """;

  private StoreScale() {}

  /** Argument: a folder for the store, filled where it is not there. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    Path script = Files.writeString(folder.resolve("large.lamina.kts"), SCRIPT);
    Sweep sweep = new Scripts(folder.resolve("scripts")).load(script);
    Path store = folder.resolve("runs");
    if (!Files.exists(store)) {
      fill(sweep, store);
    }
    System.out.printf("%,d trials of %d metrics%n", sweep.trials().size(), METRICS);
    for (String name : List.of("status", "table")) {
      for (int i = 0; i < REPEATS; i++) {
        run(name, script, store);
      }
    }
  }

  private static void fill(Sweep sweep, Path store) throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    for (Trial trial : sweep.trials()) {
      TreeMap<String, Double> metrics = new TreeMap<>();
      metrics.put("test/accuracy", random.nextDouble());
      for (int i = 1; i < METRICS; i++) {
        metrics.put("test/attention.entropy/layer-" + i, random.nextDouble());
      }
      RunFolder folder = RunFolder.of(store, trial.id());
      Files.createDirectories(folder.path());
      Files.writeString(folder.trial(), trial.toJson());
      Files.writeString(folder.outcome(), new Outcome.Completed(metrics, 210_314, 6, 6).toJson());
    }
  }

  private static void run(String name, Path script, Path store) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "lamina.cli.Main"));
    command.addAll(List.of(name, script.toString(), "--store", store.toString()));
    Path out = store.resolveSibling(name + ".txt");
    long began = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    int code = process.waitFor();
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf("%s: %.1f s, exit code %d, heap of 1 GiB%n", name, seconds, code);
  }
}
