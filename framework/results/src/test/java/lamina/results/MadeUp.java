package lamina.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lamina.config.Activation;
import lamina.config.AdamW;
import lamina.config.AudiovisualEncoders;
import lamina.config.Classification;
import lamina.config.Experiment;
import lamina.config.GarmentsAndVoices;
import lamina.config.MelSpectrogram;
import lamina.config.Normalisation;
import lamina.config.Patches;
import lamina.config.Pooling;
import lamina.config.Schedule;
import lamina.config.Selection;
import lamina.config.Stopping;
import lamina.config.Training;
import lamina.config.Transformer;
import lamina.config.Trial;
import lamina.config.border.Outcome;
import lamina.config.border.RunFolder;
import lamina.mask.NoMask;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.Variant;

/** A sweep of four variants and three seeds, with made-up results and one failure. */
public record MadeUp(Sweep sweep, Store store) {

  /** Writes its runs. */
  public static MadeUp in(Path folder) throws IOException {
    Sweep sweep =
        new Sweep(
            "made-up",
            List.of(0L, 1L, 2L),
            List.of(
                variant(1, "no mask", Map.of()),
                variant(2, "add, depth 2", axes("add", "2")),
                variant(3, "add, depth 4", axes("add", "4")),
                variant(4, "50 % & more", axes("multiply", "2"))));
    MadeUp made = new MadeUp(sweep, new Store(folder));
    made.record(0, 0.50, 0.60, 0.70);
    made.record(1, 0.55, 0.66, 0.72);
    made.record(2, 0.51, 0.60, 0.75);
    made.record(3, 0.40, 0.50);
    made.fail(3, 2);
    return made;
  }

  /** Where the runs of a variant under a seed lie. */
  public RunFolder folder(int variant, long seed) {
    return store.folder(Trial.of(sweep.variants().get(variant).experiment(), seed).id());
  }

  /** Says when and with what a trial was trained. */
  public void trained(int variant, long seed, double seconds) throws IOException {
    Files.writeString(
        folder(variant, seed).provenance(),
        """
        {"commit": "0123456789abcdef", "dirty": %s, "java": "17", "djl": "0.35.1",
         "libtorch": "2.7.1", "device": "cpu", "threads": 1, "dataChecksums": {"data.tgz": "abc"},
         "host": "here", "os": "Linux", "cpu": "x", "started": "2026-01-01T00:00:00.5Z",
         "ended": "2026-01-01T00:10:00Z", "secondsTotal": %s, "secondsInSteps": 1}
        """
            .formatted(variant > 1, seconds));
  }

  private void record(int variant, double... accuracies) throws IOException {
    for (int seed = 0; seed < accuracies.length; seed++) {
      complete(sweep, store, variant, seed, accuracies[seed]);
    }
  }

  /** Writes one result. */
  public static void complete(Sweep sweep, Store store, int variant, long seed, double accuracy)
      throws IOException {
    new MadeUp(sweep, store)
        .write(
            variant,
            seed,
            new Outcome.Completed(
                new TreeMap<>(Map.of("test/accuracy", accuracy)), 1000L * (variant + 1), 1, 1));
  }

  private void fail(int variant, long seed) throws IOException {
    write(variant, seed, new Outcome.Failed(Outcome.Failure.DIVERGED, "loss is NaN", List.of()));
  }

  private void write(int variant, long seed, Outcome outcome) throws IOException {
    RunFolder folder = folder(variant, seed);
    Files.createDirectories(folder.path());
    Files.writeString(folder.outcome(), outcome.toJson());
  }

  private static Map<String, String> axes(String fusion, String depth) {
    Map<String, String> axes = new LinkedHashMap<>();
    axes.put("fusion", fusion);
    axes.put("depth", depth);
    return axes;
  }

  private static Variant variant(int layers, String name, Map<String, String> axes) {
    return new Variant(
        name,
        axes,
        new Experiment<>(
            new Classification(new GarmentsAndVoices(8, 8, 8, 0.2, 20, 500, 0), Pooling.MEAN),
            new AudiovisualEncoders(new Patches(8), new MelSpectrogram(32, 20)),
            new Transformer(layers, 1, 4, 4, 0, Activation.GELU, Normalisation.PRE),
            new NoMask(),
            new Training(
                1,
                8,
                new AdamW(0.001, 0.01, 0.9, 0.999, 1e-8),
                new Schedule.Constant(),
                1,
                Selection.LAST,
                new Stopping.Never())));
  }
}
