package lamina.results.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import lamina.config.ConfigException;
import lamina.config.Trial;
import lamina.config.border.Assignment;
import lamina.config.border.AtomicFile;
import lamina.config.border.MeasuredCost;
import lamina.config.border.MechanismCode;
import lamina.config.border.RunFolder;
import lamina.results.RunFiles;
import lamina.sweep.EngineTask;
import lamina.sweep.Home;
import lamina.sweep.RunException;
import lamina.sweep.Store;
import lamina.sweep.Sweep;
import lamina.sweep.Variant;

/**
 * Measures variants one after the other, a fresh process each, and keeps what comes out in the run
 * folder of the sweep's first seed, trained or not.
 *
 * @param device {@code cpu} or {@code gpu:0}
 * @param threads of the engine on the CPU
 * @param batch examples that the latency is of
 */
public record Measurement(Home home, Store store, String device, int threads, int batch) {
  private static final String MAIN = "lamina.training.MeasureCosts";

  /** A heap that gives back what it does not need, so that the peak is not Java's own rubbish. */
  private static final List<String> JAVA =
      List.of("-Xmx2g", "-XX:+UseSerialGC", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=20");

  /**
   * Measures what is not measured yet in these circumstances.
   *
   * @param again whether to measure the rest anew too
   * @param progress is told what is measured next
   * @throws ConfigException for a store that cannot be written to
   * @throws RunException where the process breaks off
   */
  public void run(Sweep sweep, boolean again, Consumer<String> progress) throws IOException {
    List<Variant> variants = sweep.variants();
    for (int i = 0; i < variants.size(); i++) {
      Trial trial = Trial.of(variants.get(i).experiment(), sweep.seeds().get(0));
      RunFolder run = store.folder(trial.id());
      if (again || RunFiles.costs(run).filter(this::fits).isEmpty()) {
        requireWritable(run.path());
        progress.accept(
            "measuring %s (%d of %d)".formatted(variants.get(i).name(), i + 1, variants.size()));
        MeasuredCost measured = measure(trial, run);
        Files.createDirectories(run.path());
        AtomicFile.write(run.costs(), measured.toLine() + "\n");
      }
    }
  }

  private boolean fits(MeasuredCost measured) {
    return measured.device().equals(device)
        && measured.threads() == threads
        && measured.batch() == batch;
  }

  private MeasuredCost measure(Trial trial, RunFolder run) throws IOException {
    List<String> arguments = List.of(device, Integer.toString(threads), Integer.toString(batch));
    List<MechanismCode> kept = MechanismCode.in(run);
    String assignment =
        new Assignment(
                trial.toJson(),
                run.path().toAbsolutePath().toString(),
                kept.isEmpty() ? MechanismCode.neededBy(trial.experiment()) : kept)
            .toLine();
    String said = new EngineTask(home.java(JAVA, MAIN, arguments)).run(assignment, line -> {});
    try {
      return MeasuredCost.fromLine(said);
    } catch (ConfigException e) {
      throw new RunException("a process of Lamina said no costs but: " + said, e);
    }
  }

  private static void requireWritable(Path run) {
    Path there = run;
    while (there != null && !Files.exists(there)) {
      there = there.toAbsolutePath().getParent();
    }
    if (there != null && !Files.isWritable(there)) {
      throw new ConfigException(
          "a store must be writable to keep what is measured, got " + run.getParent());
    }
  }
}
