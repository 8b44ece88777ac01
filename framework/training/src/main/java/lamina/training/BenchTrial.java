package lamina.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
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
import lamina.config.border.RunFolder;
import lamina.data.DataException;
import lamina.data.DataFolder;
import lamina.mask.NoMask;

/** What share of a trial, the quickstart's baseline, is spent outside training steps. */
final class BenchTrial {
  private BenchTrial() {}

  private record Seconds(double total, double inSteps, double inEvaluation) {
    void print() {
      System.out.printf(
          Locale.ROOT,
          "%na trial of %.1f s spends %.1f %% of it outside training steps:"
              + " %.1f %% in evaluations, %.1f %% elsewhere%n",
          total,
          100 * (1 - inSteps / total),
          100 * inEvaluation / total,
          100 * (total - inSteps - inEvaluation) / total);
    }
  }

  static void report(ComputeDevice device) {
    Path store = temporary();
    try {
      train(device, store, 1);
      train(device, store, 0).print();
    } catch (DataException e) {
      System.out.println(
          "\nthe share of a trial outside training steps is not measured: " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(store);
    }
  }

  /** The first trial of a process composes the data; the others find them in memory. */
  private static Seconds train(ComputeDevice device, Path store, long seed) throws IOException {
    Trial trial = Trial.of(experiment(), seed);
    RunFolder folder = RunFolder.of(store, trial.id());
    Files.createDirectories(folder.path());
    long begin = System.nanoTime();
    try (TrainingRun run =
        new TrainingRun(
            trial, folder, DataFolder.ofThisMachine(), device.device(), (share, loss) -> {})) {
      run.run();
      double total = (System.nanoTime() - begin) / 1e9;
      return new Seconds(total, run.secondsInSteps(), run.secondsInEvaluation());
    }
  }

  private static Experiment<NoMask> experiment() {
    return new Experiment<>(
        new Classification(new GarmentsAndVoices(1600, 400, 1000, 0.2, 20, 500, 0), Pooling.MEAN),
        new AudiovisualEncoders(new Patches(8), new MelSpectrogram(32, 20)),
        new Transformer(4, 4, 64, 256, 0, Activation.GELU, Normalisation.PRE),
        new NoMask(),
        new Training(
            6,
            64,
            new AdamW(2e-3, 0.01, 0.9, 0.999, 1e-8),
            new Schedule.WarmupCosine(0.1),
            1,
            Selection.BEST_VALIDATION,
            new Stopping.Never()));
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("lamina-bench-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path root) {
    try (Stream<Path> paths = Files.walk(root)) {
      List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
