package lamina.sweep;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
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
import lamina.mask.NoMask;

/** Sweeps and workers that the tests start from. */
public final class Given {
  private Given() {}

  static Experiment<NoMask> experiment(int layers) {
    return new Experiment<>(
        new Classification(new GarmentsAndVoices(16, 8, 8, 0.2, 20, 500, 0), Pooling.MEAN),
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
            new Stopping.Never()));
  }

  public static Sweep sweep(int variants, long... seeds) {
    return new Sweep(
        "test",
        LongStream.of(seeds).boxed().toList(),
        IntStream.rangeClosed(1, variants)
            .mapToObj(layers -> new Variant("layers " + layers, Map.of(), experiment(layers)))
            .toList());
  }

  /** Workers that only pretend; see {@link FakeWorker} for how a seed makes them misbehave. */
  static ProcessLauncher fakeWorkers(Path journal) {
    return ProcessLauncher.java(
        System.getProperty("java.class.path"),
        List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
        "lamina.sweep.FakeWorker",
        List.of(journal.toString()));
  }
}
